package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import java.util.List;
import java.util.function.Predicate;

/** Rules between the algorithm and the answers that it is fed. */
final class SamplingRules {
  private static final String UNFILTERED =
      " is needed while learning: with filters the log-probabilities are not those of the"
          + " distribution that was sampled, and the KL penalty and the ratio lose their meaning";

  static final List<Rule<RlaifRunSpec>> ALL =
      List.of(
          spec(
              "rollout.topP",
              List.of("rollout.topP", "algorithm.type"),
              spec -> isOffline(spec) || spec.rollout().topP() == 1,
              "topP 1" + UNFILTERED),
          spec(
              "rollout.topK",
              List.of("rollout.topK", "algorithm.type"),
              spec -> isOffline(spec) || spec.rollout().topK() == 0,
              "topK 0" + UNFILTERED),
          spec(
              "rollout.temperature",
              List.of("rollout.temperature", "algorithm.preset"),
              spec ->
                  spec.algorithm().preset() != Preset.TRL_0_8_6
                      || spec.rollout().temperature() == 1,
              "preset trl-0.8.6 needs temperature 1: it computes log-probabilities without a"
                  + " temperature"),
          spec(
              "algorithm.overrides.miniBatchSize",
              List.of("algorithm", "rollout.batchSize"),
              spec ->
                  spec.algorithm().preset() != Preset.TRL_0_8_6
                      || isDivided(spec, AlgorithmPresets.resolve(spec)),
              "preset trl-0.8.6 needs a rollout.batchSize that miniBatchSize x accumulation"
                  + " divides"),
          new Rule<>(
              RlaifRunSpec.class,
              "algorithm.overrides.miniBatchSize",
              List.of("algorithm", "rollout.batchSize"),
              spec -> {
                AlgorithmPlan plan = AlgorithmPresets.resolve(spec);
                return plan.preset() == Preset.TRL_0_8_6
                    || (long) plan.miniBatchSize() * plan.accumulation() <= samples(spec, plan);
              },
              spec ->
                  "miniBatchSize x accumulation is larger than the "
                      + samples(spec, AlgorithmPresets.resolve(spec))
                      + " answers of a step"),
          new Rule<>(
              RlaifRunSpec.class,
              "rollout.batchSize",
              List.of("rollout.batchSize", "rollout.vllm", "training.gpus", "training.nodes"),
              spec -> spec.rollout().batchSize() >= ranks(spec),
              spec -> "batchSize is smaller than the " + ranks(spec) + " GPUs that share it"));

  private SamplingRules() {}

  private static boolean isOffline(RlaifRunSpec spec) {
    return spec.algorithm().type() == AlgorithmType.DPO;
  }

  private static boolean isDivided(RlaifRunSpec spec, AlgorithmPlan plan) {
    return spec.rollout().batchSize() % ((long) plan.miniBatchSize() * plan.accumulation()) == 0;
  }

  private static int samples(RlaifRunSpec spec, AlgorithmPlan plan) {
    return AlgorithmPresets.samples(plan.type(), spec.rollout().batchSize(), plan.groupSize());
  }

  private static int ranks(RlaifRunSpec spec) {
    int taken = spec.rollout().vllm() == null ? 0 : spec.rollout().vllm().gpus();
    return spec.training().nodes() * Math.max(0, spec.training().gpus() - taken);
  }

  private static Rule<RlaifRunSpec> spec(
      String at, List<String> reads, Predicate<RlaifRunSpec> holds, String message) {
    return Rule.of(RlaifRunSpec.class, at, reads, holds, message);
  }
}
