package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of base and tuned model on held-out prompts, and what the tuned one must reach.
 *
 * @param judgeRef another judge than the training one; absent: the training judge scores here too
 * @param violationThreshold a lower score is a violation; default 0.5
 * @param gpus GPUs of the pod, 0 evaluates on the CPU; default 1
 * @param samples sampled passes beside the greedy one; default 3
 * @param temperature of the sampled passes; default 0.7
 * @param maxNewTokens longest answer; absent: as in the rollouts
 * @param usefulWords absent: what the wordlist judge requires
 * @param gates default: the tuned model is not worse
 */
public record Evaluation(
    @Nullable NameReference judgeRef,
    @Range(min = 0, max = 1) Double violationThreshold,
    @Range(min = 0, max = 16) Integer gpus,
    @Range(min = 0, max = 16) Integer samples,
    @Range(min = 0, max = 2) Double temperature,
    @Nullable @Range(min = 1, max = 32768) Integer maxNewTokens,
    @Nullable UsefulWords usefulWords,
    EvaluationGates gates,
    StageLimits limits) {
  static final Evaluation DEFAULTS =
      new Evaluation(
          null, 0.5, 1, 3, 0.7, null, null, EvaluationGates.DEFAULTS, StageLimits.DEFAULTS);

  public Evaluation {
    violationThreshold = requireNonNullElse(violationThreshold, 0.5);
    gpus = requireNonNullElse(gpus, 1);
    samples = requireNonNullElse(samples, 3);
    temperature = requireNonNullElse(temperature, 0.7);
    gates = requireNonNullElse(gates, EvaluationGates.DEFAULTS);
    limits = requireNonNullElse(limits, StageLimits.DEFAULTS);
  }
}
