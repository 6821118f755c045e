package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.serve.Chaos;
import dev.rlaif.trainer.serve.ServeSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand requests of clients as they are, for the bundled model and an adapter of it. */
class ServeChaosIT {
  private static final long MEBIBYTE = 1 << 20;

  @TempDir Path folder;

  @Test
  void noneIsLostNoneIsWrongAndMemoryStaysFlat() throws IOException, InterruptedException {
    writeAdapter();
    try (Serving server =
        Serving.of(
            Shell.MODEL,
            ComputeTarget.CPU,
            "food",
            Map.of("other", folder),
            ServeSettings.local(0))) {
      Chaos chaos = Chaos.of(server.port(), List.of("food", "other"));
      assertThat(chaos.run(400, 16, 1).wrong()).isEmpty();
      long before = memory();
      assertThat(chaos.run(600, 16, 2).wrong()).isEmpty();
      assertThat(memory() - before).as("bytes more than after 400").isLessThan(32 * MEBIBYTE);
    }
  }

  /** What lives on the heap, and all that is not heap. */
  private static long memory() throws IOException {
    System.gc();
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long resident =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
    return heap.getUsed() + Math.max(0, resident - heap.getCommitted());
  }

  private void writeAdapter() {
    try (LlamaModel base = LlamaModel.load(Shell.MODEL);
        LoraPolicy policy = LoraPolicy.create(base, LoraShape.allLinear(4, 8), 3)) {
      float[] flat = policy.parameters(Group.LORA);
      Random random = new Random(3);
      for (int i = 0; i < flat.length; i++) {
        flat[i] = (float) (0.05 * random.nextGaussian());
      }
      policy.setParameters(Group.LORA, flat);
      policy.saveAdapter(folder, "food");
    }
  }
}
