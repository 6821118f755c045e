package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.kernel.Precision;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is measured, and on what. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BenchOptions {
  @Option(names = "--model", paramLabel = "DIR", description = "model folder")
  private Optional<Path> model;

  @Option(
      names = "--random-weights",
      paramLabel = "SHAPE",
      description = "instead of --model: random weights of the shape 135m, 1b, 7b or 8b; load writes them to"
              + " --model, a new folder")
  private Optional<String> shape;

  @Mixin private DeviceOption device;

  @Option(
      names = "--precision",
      description = "float32 or bfloat16; default: as the model's files, float32 on a CPU")
  private Optional<Precision> precision;

  @Option(names = "--batch", defaultValue = "16", description = "default: ${DEFAULT-VALUE}")
  private int batch;

  @Option(names = "--prompt-tokens", defaultValue = "32", description = "default: ${DEFAULT-VALUE}")
  private int promptTokens;

  @Option(names = "--new-tokens", defaultValue = "64", description = "default: ${DEFAULT-VALUE}")
  private int newTokens;

  @Option(
      names = "--rank",
      defaultValue = "16",
      description = "LoRA rank; 0 decodes without an adapter; default: ${DEFAULT-VALUE}")
  private int rank;

  @Option(names = "--repetitions", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
  private int repetitions;

  void checkCounts() {
    if (batch < 1 || promptTokens < 1 || newTokens < 1 || repetitions < 1 || rank < 0) {
      throw StageFailure.wrong("bench: counts must be at least 1, --rank at least 0");
    }
  }

  ComputeTarget target(Map<String, String> environment) {
    ComputeTarget target = device.target(environment);
    return precision.map(target::withPrecision).orElse(target);
  }

  LlamaModel load(Map<String, String> environment) {
    if (model.isPresent() == shape.isPresent()) {
      throw StageFailure.wrong("bench: give either --model or --random-weights");
    }
    ComputeTarget target = target(environment);
    return model
        .map(folder -> LlamaModel.load(folder, target))
        .orElseGet(
            () ->
                LlamaModel.random(RandomShape.config(shape.orElseThrow()), target.placement(true)));
  }

  Optional<Path> model() {
    return model;
  }

  Optional<String> shape() {
    return shape;
  }

  int batch() {
    return batch;
  }

  int promptTokens() {
    return promptTokens;
  }

  int newTokens() {
    return newTokens;
  }

  int rank() {
    return rank;
  }

  int repetitions() {
    return repetitions;
  }
}
