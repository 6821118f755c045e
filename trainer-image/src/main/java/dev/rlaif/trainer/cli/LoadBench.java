package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How long loading a model takes, and how much more memory than its weights at the peak. */
final class LoadBench {
  private static final double MIB = 1 << 20;

  private final BenchOptions options;
  private final Map<String, String> environment;

  LoadBench(BenchOptions options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  ObjectNode line() {
    Path folder =
        options
            .model()
            .orElseThrow(
                () ->
                    StageFailure.wrong(
                        "bench load: name a model folder by --model; with --random-weights it is"
                            + " written there first"));
    options.shape().ifPresent(shape -> write(folder, shape));
    ComputeTarget target = options.target(environment);
    long before = PeakMemory.residentMib();
    long start = System.nanoTime();
    try (LlamaModel model = LlamaModel.load(folder, target, LlamaModel.Use.INFERENCE)) {
      double seconds = (System.nanoTime() - start) / 1e9;
      long weights = model.config().parameters() * model.placement().precision().bytes();
      ObjectNode line =
          new ObjectMapper()
              .createObjectNode()
              .put("bench", "load")
              .put("device", model.placement().toString())
              .put("weightsMiB", Math.round(weights / MIB))
              .put("processMiB", before)
              .put("seconds", seconds);
      PeakMemory.add(line, model.placement());
      return line.put("peakOverWeights", PeakMemory.residentMib() * MIB / weights);
    }
  }

  /** A folder that is there is taken as it is, so that a second run need not write it again. */
  private static void write(Path folder, String shape) {
    if (!Files.exists(folder.resolve("config.json"))) {
      new RandomCheckpoint(RandomShape.config(shape)).write(folder);
    }
  }
}
