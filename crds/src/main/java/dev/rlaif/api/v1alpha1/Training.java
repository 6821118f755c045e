package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Matches;
import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * How long is trained, and on what.
 *
 * @param epochs passes over the training prompts, with DPO over the pairs; default 1, absent where
 *     steps are given
 * @param steps optimisation steps, instead of epochs
 * @param gpus GPUs per node, 0 trains on the CPU; default 8
 * @param gpuResource name of the GPU resource; default nvidia.com/gpu
 * @param nodes pods that train together; default 1
 * @param resources of each pod
 * @param sharedMemory of a pod at {@code /dev/shm}, counted against its memory; default 8Gi
 * @param seed of every random choice of training; default 0
 * @param evaluateEverySteps steps between two greedy passes over questions that are set aside from
 *     the training prompts; the checkpoint that did best is the result; 0: none, the last step is
 *     the result; default 0
 * @param validation of these passes
 * @param terminationGracePeriodSeconds time to write a checkpoint after SIGTERM; default 120
 * @param maxJudgeErrorRate a larger share of missing scores in the last 200 ends the attempt;
 *     default 0.05
 */
public record Training(
    @Nullable @Range(min = 1, max = 1000) Integer epochs,
    @Nullable @Range(min = 1, max = 10000000) Integer steps,
    @Range(min = 0, max = 16) Integer gpus,
    @Length(max = 253)
        @Matches(
            regex = "[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?",
            says = "DOMAIN/NAME, for example nvidia.com/gpu")
        String gpuResource,
    @Range(min = 1, max = 64) Integer nodes,
    Resources resources,
    @Length(max = 20) @Matches(regex = Resources.MEMORY, says = Resources.MEMORY_SAYS)
        String sharedMemory,
    @Range(min = 0) Long seed,
    @Range(min = 0, max = 1000000) Integer evaluateEverySteps,
    @Nullable TrainingValidation validation,
    CheckpointPolicy checkpoint,
    @Range(min = 10, max = 3600) Integer terminationGracePeriodSeconds,
    @Range(min = 0, max = 1) Double maxJudgeErrorRate,
    StageLimits limits) {
  static final Training DEFAULTS =
      new Training(
          1,
          null,
          8,
          "nvidia.com/gpu",
          1,
          Resources.DEFAULTS,
          "8Gi",
          0L,
          0,
          null,
          CheckpointPolicy.DEFAULTS,
          120,
          0.05,
          StageLimits.DEFAULTS);

  public Training {
    if (epochs == null && steps == null) {
      epochs = 1;
    }
    gpus = requireNonNullElse(gpus, 8);
    gpuResource = requireNonNullElse(gpuResource, "nvidia.com/gpu");
    nodes = requireNonNullElse(nodes, 1);
    resources = requireNonNullElse(resources, Resources.DEFAULTS);
    sharedMemory = requireNonNullElse(sharedMemory, "8Gi");
    seed = requireNonNullElse(seed, 0L);
    evaluateEverySteps = requireNonNullElse(evaluateEverySteps, 0);
    checkpoint = requireNonNullElse(checkpoint, CheckpointPolicy.DEFAULTS);
    terminationGracePeriodSeconds = requireNonNullElse(terminationGracePeriodSeconds, 120);
    maxJudgeErrorRate = requireNonNullElse(maxJudgeErrorRate, 0.05);
    limits = requireNonNullElse(limits, StageLimits.DEFAULTS);
  }
}
