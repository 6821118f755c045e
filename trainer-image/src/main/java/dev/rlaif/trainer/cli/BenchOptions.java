package dev.rlaif.trainer.cli;

import ai.djl.Device;
import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.plan.AlgorithmPresets;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.kernel.Precision;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      description =
          "instead of --model: random weights of the shape 135m, 1b, 7b or 8b; load writes them to"
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

  @Option(
      names = "--ranks",
      defaultValue = "1",
      description = "of step: ranks, on a GPU each; default: ${DEFAULT-VALUE}")
  private int ranks;

  @Option(
      names = "--mini-batch",
      defaultValue = "64",
      description = "of step: answers to an optimiser step; default: ${DEFAULT-VALUE}")
  private int miniBatch;

  @Option(
      names = "--epochs",
      defaultValue = "4",
      description = "of step; default: ${DEFAULT-VALUE}")
  private int epochs;

  @Option(
      names = "--algorithm",
      defaultValue = "PPO",
      description =
          "of step: PPO, GRPO with groups of 8 answers, or RLOO with groups of 4; default:"
              + " ${DEFAULT-VALUE}")
  private AlgorithmType algorithm;

  void checkCounts() {
    if (batch < 1
        || promptTokens < 1
        || newTokens < 1
        || repetitions < 1
        || rank < 0
        || ranks < 1) {
      throw StageFailure.wrong("bench: counts must be at least 1, --rank at least 0");
    }
  }

  ComputeTarget target(Map<String, String> environment) {
    ComputeTarget target = device.target(environment);
    return precision.map(target::withPrecision).orElse(target);
  }

  LlamaModel load(Map<String, String> environment, LlamaModel.Use use) {
    if (model.isPresent() == shape.isPresent()) {
      throw StageFailure.wrong("bench: give either --model or --random-weights");
    }
    return load(target(environment), use);
  }

  private LlamaModel load(ComputeTarget target, LlamaModel.Use use) {
    return model
        .map(folder -> LlamaModel.load(folder, target, use))
        .orElseGet(
            () ->
                LlamaModel.random(
                    RandomShape.config(shape.orElseThrow()), target.placement(true), use));
  }

  /** A base for each rank: on a CPU the same for all, of GPUs a copy each from the first one on. */
  List<LlamaModel> loadForRanks(Map<String, String> environment) {
    LlamaModel first = load(environment, LlamaModel.Use.TRAINING);
    List<LlamaModel> bases = new ArrayList<>(List.of(first));
    for (int i = 1; i < ranks; i++) {
      int device = first.placement().device().getDeviceId() + i;
      bases.add(
          first.placement().isGpu()
              ? load(
                  new ComputeTarget(Device.gpu(device), Optional.of(first.placement().precision())),
                  LlamaModel.Use.TRAINING)
              : first);
    }
    return bases;
  }

  /** The algorithm as the modern preset has it, but for what the options say. */
  AlgorithmPlan plan() {
    String spec =
        "{\"algorithm\": {\"type\": \"%s\", \"overrides\": {\"epochs\": %d, \"miniBatchSize\":"
            + " %d}}, \"rollout\": {\"batchSize\": %d, \"maxNewTokens\": %d}}";
    AlgorithmPlan plan =
        AlgorithmPresets.resolve(
            PlanJson.read(
                spec.formatted(algorithm, epochs, Math.min(miniBatch, batch), batch, newTokens),
                RlaifRunSpec.class));
    if (algorithm == AlgorithmType.DPO || batch % plan.groupSize() != 0) {
      throw StageFailure.wrong(
          "bench: a step of "
              + algorithm
              + " cannot be made of "
              + batch
              + " answers: --algorithm is PPO, GRPO or RLOO, --batch a multiple of "
              + plan.groupSize());
    }
    return plan;
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
