package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.Algorithm;
import dev.rlaif.api.v1alpha1.AlgorithmOverrides;
import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.GenerationTime;
import dev.rlaif.api.v1alpha1.PreferenceLoss;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules of learning from preference pairs. */
final class PairRules {
  private static final Set<PreferenceLoss> SMOOTHED =
      EnumSet.of(PreferenceLoss.ROBUST, PreferenceLoss.CONSERVATIVE);

  static final List<Rule<?>> ALL =
      List.of(
          new Rule<>(
              Algorithm.class,
              "overrides.beta",
              List.of("overrides.beta", "type"),
              algorithm ->
                  algorithm.type() != AlgorithmType.DPO || !isZero(algorithm.overrides().beta()),
              "self.type != 'DPO' || self.?overrides.?beta.orValue(0.1) > 0.0",
              "DPO needs a beta above 0: with 0 no pair moves anything"),
          new Rule<>(
              AlgorithmOverrides.class,
              "labelSmoothing",
              List.of("labelSmoothing", "preferenceLoss"),
              overrides ->
                  (overrides.labelSmoothing() != null)
                      == SMOOTHED.contains(overrides.preferenceLoss()),
              "has(self.labelSmoothing) =="
                  + " (self.?preferenceLoss.orValue('sigmoid') in ['robust', 'conservative'])",
              "labelSmoothing goes with preferenceLoss robust or conservative, and these with it"),
          new Rule<>(
              RlaifRunSpec.class,
              "prompts.generate.when",
              List.of("prompts.generate", "algorithm.type"),
              spec ->
                  spec.algorithm().type() != AlgorithmType.DPO
                      || spec.prompts().generate() == null
                      || spec.prompts().generate().when() != GenerationTime.WHILE_TRAINING,
              "self.algorithm.type != 'DPO' || self.?prompts.?generate.?when.orValue('') !="
                  + " 'WhileTraining'",
              "DPO makes its pairs before it trains: its prompts cannot come meanwhile"),
          new Rule<>(
              RlaifRunSpec.class,
              "pairs",
              List.of("pairs", "algorithm.type"),
              spec -> spec.pairs() == null || spec.algorithm().type() == AlgorithmType.DPO,
              "!has(self.pairs) || self.algorithm.type == 'DPO'",
              "pairs are read by DPO only"),
          new Rule<>(
              RlaifRunSpec.class,
              "algorithm.overrides.groupSize",
              List.of("pairs", "algorithm.overrides.groupSize"),
              spec -> spec.pairs() == null || spec.algorithm().overrides().groupSize() == null,
              "!has(self.pairs) || !self.algorithm.?overrides.?groupSize.hasValue()",
              "groupSize is for pairs that the run makes itself: leave it out where pairs.files are"
                  + " given"));

  private PairRules() {}

  private static boolean isZero(@Nullable Double beta) {
    return beta != null && beta == 0;
  }
}
