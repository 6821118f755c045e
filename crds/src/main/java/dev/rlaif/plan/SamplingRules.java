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

  // in CEL the presets' values are not resolved, so the defaults that matter here stand here again
  private static final String NOT_TRL = "self.algorithm.?preset.orValue('modern') != 'trl-0.8.6'";
  private static final String BATCH = "self.?rollout.?batchSize.orValue(128)";
  private static final String ACCUMULATION = "self.algorithm.?overrides.?accumulation.orValue(1)";
  private static final String GIVEN_MINI_BATCH =
      "self.algorithm.?overrides.?miniBatchSize.orValue(";

  /** A mini-batch that is not given never exceeds the step, unless the accumulation alone does. */
  private static final String MINI_BATCH = GIVEN_MINI_BATCH + "1)";

  private static final String TRL_MINI_BATCH =
      GIVEN_MINI_BATCH + "[128, [1, " + BATCH + " / " + ACCUMULATION + "].max()].min())";
  private static final String SAMPLES =
      "("
          + BATCH
          + " * (self.algorithm.type == 'DPO' ? 1 : self.algorithm.?overrides.?groupSize.orValue("
          + "self.algorithm.type == 'GRPO' ? 8 : self.algorithm.type == 'RLOO' ? 4 : 1)))";
  private static final String RANKS =
      "(self.?training.?nodes.orValue(1) * [1, self.?training.?gpus.orValue(8) -"
          + " (self.?rollout.?vllm.hasValue() && !self.?rollout.?vllm.?urls.hasValue() ?"
          + " self.?rollout.?vllm.?gpus.orValue(1) : 0)].max())";

  static final List<Rule<RlaifRunSpec>> ALL =
      List.of(
          spec(
              "rollout.topP",
              List.of("rollout.topP", "algorithm.type"),
              spec -> isOffline(spec) || spec.rollout().topP() == 1,
              "self.algorithm.type == 'DPO' || self.?rollout.?topP.orValue(1.0) == 1.0",
              "topP 1" + UNFILTERED),
          spec(
              "rollout.topK",
              List.of("rollout.topK", "algorithm.type"),
              spec -> isOffline(spec) || spec.rollout().topK() == 0,
              "self.algorithm.type == 'DPO' || self.?rollout.?topK.orValue(0) == 0",
              "topK 0" + UNFILTERED),
          spec(
              "rollout.temperature",
              List.of("rollout.temperature", "algorithm.preset"),
              spec ->
                  spec.algorithm().preset() != Preset.TRL_0_8_6
                      || spec.rollout().temperature() == 1,
              NOT_TRL + " || self.?rollout.?temperature.orValue(1.0) == 1.0",
              "preset trl-0.8.6 needs temperature 1: it computes log-probabilities without a"
                  + " temperature"),
          spec(
              "algorithm.overrides.miniBatchSize",
              List.of("algorithm", "rollout.batchSize"),
              spec ->
                  spec.algorithm().preset() != Preset.TRL_0_8_6
                      || isDivided(spec, AlgorithmPresets.resolve(spec)),
              NOT_TRL + " || " + BATCH + " % (" + TRL_MINI_BATCH + " * " + ACCUMULATION + ") == 0",
              "preset trl-0.8.6 needs a rollout.batchSize that miniBatchSize x accumulation"
                  + " divides"),
          spec(
              "algorithm.overrides.miniBatchSize",
              List.of("algorithm", "rollout.batchSize"),
              spec -> {
                AlgorithmPlan plan = AlgorithmPresets.resolve(spec);
                return plan.preset() == Preset.TRL_0_8_6
                    || (long) plan.miniBatchSize() * plan.accumulation() <= samples(spec, plan);
              },
              "!(" + NOT_TRL + ") || " + MINI_BATCH + " * " + ACCUMULATION + " <= " + SAMPLES,
              "miniBatchSize x accumulation is larger than the answers of a step: batchSize, times"
                  + " groupSize with GRPO and RLOO"),
          spec(
              "rollout.batchSize",
              List.of("rollout.batchSize", "rollout.vllm", "training.gpus", "training.nodes"),
              spec -> spec.rollout().batchSize() >= ranks(spec),
              BATCH + " >= " + RANKS,
              "batchSize is smaller than the GPUs that share it: training.nodes x (training.gpus -"
                  + " rollout.vllm.gpus), without GPUs training.nodes"));

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
    int taken = spec.rollout().vllm() == null ? 0 : spec.rollout().vllm().takenGpus();
    return spec.training().nodes() * Math.max(1, spec.training().gpus() - taken);
  }

  private static Rule<RlaifRunSpec> spec(
      String at, List<String> reads, Predicate<RlaifRunSpec> holds, String cel, String message) {
    return new Rule<>(RlaifRunSpec.class, at, reads, holds, cel, message);
  }
}
