package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.KlControl;
import dev.rlaif.api.v1alpha1.KlEstimator;
import dev.rlaif.api.v1alpha1.PreferenceLoss;
import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.api.v1alpha1.Truncation;
import dev.rlaif.plan.AlgorithmPlan.KlPlan;
import dev.rlaif.plan.AlgorithmPlan.LossDivisor;
import dev.rlaif.plan.AlgorithmPlan.RatioAction;
import dev.rlaif.plan.AlgorithmPlan.ScorePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlgorithmPresetsTest {

  @Test
  void trlIsAsInTrl() {
    assertThat(resolved("preset=trl-0.8.6"))
        .isEqualTo(
            new AlgorithmPlan(
                AlgorithmType.PPO,
                Preset.TRL_0_8_6,
                1.41e-5,
                1.41e-5,
                0.9,
                0.999,
                1e-8,
                0,
                4,
                128,
                1,
                1,
                0.95,
                0.95,
                0.2,
                0.2,
                Optional.empty(),
                Optional.empty(),
                0.2,
                0.1,
                false,
                new KlPlan(KlControl.ADAPTIVE, 0.2, 6, 10000, KlEstimator.K1, Optional.empty()),
                new ScorePlan(false, false, false, Optional.empty()),
                false,
                LossDivisor.MINI_BATCH_MEAN,
                Optional.empty(),
                10,
                RatioAction.ZERO_LOSS,
                0,
                0,
                Truncation.NONE,
                0.2,
                1,
                1,
                Optional.empty(),
                0.5,
                1,
                0,
                0,
                Optional.empty(),
                0,
                false));
  }

  @Test
  void modernIsTheDefault() {
    assertThat(resolved())
        .isEqualTo(
            new AlgorithmPlan(
                AlgorithmType.PPO,
                Preset.MODERN,
                1e-5,
                5e-5,
                0.9,
                0.95,
                1e-8,
                0,
                1,
                32,
                1,
                1,
                0.95,
                1,
                0.2,
                0.28,
                Optional.of(3.0),
                Optional.of(20.0),
                0.5,
                1,
                true,
                new KlPlan(KlControl.FIXED, 0.05, 6, 10000, KlEstimator.K1, Optional.of(10.0)),
                new ScorePlan(false, false, true, Optional.of(3.0)),
                false,
                LossDivisor.GLOBAL_TOKENS,
                Optional.of(1.0),
                10,
                RatioAction.SKIP_STEP,
                10,
                10,
                Truncation.OVERLONG,
                0.2,
                1,
                1,
                Optional.empty(),
                0.5,
                1,
                0,
                0,
                Optional.empty(),
                0,
                false));
  }

  @ParameterizedTest
  @CsvSource({"GRPO, 8, 0, 0.28, 1024", "RLOO, 4, 0.05, 0.2, 512", "DPO, 4, 0.1, 0.28, 128"})
  void groupsHaveDefaultsOfTheirOwn(
      String type, int groupSize, double beta, double clipRangeHigh, int miniBatchSize) {
    AlgorithmPlan plan = resolved("type=" + type);
    assertThat(plan.learningRate()).isEqualTo(1e-5);
    assertThat(plan.groupSize()).isEqualTo(groupSize);
    assertThat(plan.beta()).isEqualTo(beta);
    assertThat(plan.clipRangeHigh()).isEqualTo(clipRangeHigh);
    assertThat(plan.miniBatchSize()).isEqualTo(miniBatchSize);
    assertThat(plan.kl().coefficient()).isZero();
    assertThat(plan.criticWarmUpSteps()).isZero();
    assertThat(plan.score().referenceNormalise()).isFalse();
  }

  @Test
  void pairsHaveDefaultsOfTheirOwn() {
    AlgorithmPlan plan = resolved("type=DPO");
    assertThat(plan.minMargin()).isEqualTo(0.2);
    assertThat(plan.preferenceLoss()).contains(PreferenceLoss.SIGMOID);
    assertThat(plan.labelSmoothing()).isZero();
    AlgorithmPlan robust =
        resolved(
            "type=DPO",
            "overrides.preferenceLoss=robust",
            "overrides.labelSmoothing=0.1",
            "overrides.minMargin=0",
            "overrides.groupSize=6");
    assertThat(robust.preferenceLoss()).contains(PreferenceLoss.ROBUST);
    assertThat(robust.labelSmoothing()).isEqualTo(0.1);
    assertThat(robust.minMargin()).isZero();
    assertThat(robust.groupSize()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({
    "modern, 130, 1, 33",
    "modern, 128, 2, 16",
    "modern, 3, 1, 1",
    "trl-0.8.6, 256, 1, 128",
    "trl-0.8.6, 64, 1, 64",
    "trl-0.8.6, 64, 4, 16",
  })
  void miniBatchesFollowTheBatch(String preset, int batchSize, int accumulation, int expected) {
    AlgorithmPlan plan =
        resolved(
            "preset=" + preset,
            "overrides.accumulation=" + accumulation,
            "spec.rollout.batchSize=" + batchSize);
    assertThat(plan.miniBatchSize()).isEqualTo(expected);
  }

  @Test
  void targetMeansAdaptiveControl() {
    KlPlan kl = resolved("overrides.kl={target: 4, horizon: 500}").kl();
    assertThat(kl)
        .isEqualTo(new KlPlan(KlControl.ADAPTIVE, 0.05, 4, 500, KlEstimator.K1, Optional.of(10.0)));
  }

  @Test
  void penaltyChoosesTheTruncation() {
    assertThat(resolved("overrides.eosPenalty=2").truncation()).isEqualTo(Truncation.EOS_PENALTY);
    assertThat(resolved("preset=trl-0.8.6", "overrides.overlongBuffer=0.5").truncation())
        .isEqualTo(Truncation.OVERLONG);
    assertThat(resolved("overrides.truncation=mask").truncation()).isEqualTo(Truncation.MASK);
  }

  @Test
  void overridesTakeThePlaceOfThePreset() {
    AlgorithmPlan plan =
        resolved(
            "overrides.learningRate=1e-4",
            "overrides.clipRange=0.4",
            "overrides.scoreClip=5",
            "overrides.referenceNormalise=false",
            "overrides.warmUpSteps=3",
            "overrides.criticWarmUpSteps=4",
            "overrides.klBudget=8",
            "overrides.minScoredFraction=0.9",
            "overrides.maxGradNorm=0.5",
            "overrides.dualClip=4");
    assertThat(plan.learningRate()).isEqualTo(1e-4);
    assertThat(plan.clipRangeHigh()).isEqualTo(0.4);
    assertThat(plan.score()).isEqualTo(new ScorePlan(false, false, false, Optional.of(5.0)));
    assertThat(plan.warmUpSteps()).isEqualTo(3);
    assertThat(plan.criticWarmUpSteps()).isEqualTo(4);
    assertThat(plan.klBudget()).contains(8.0);
    assertThat(plan.minScoredFraction()).isEqualTo(0.9);
    assertThat(plan.maxGradNorm()).contains(0.5);
    assertThat(plan.dualClip()).contains(4.0);
  }

  /**
   * The valid run with algorithm type PPO and nothing else set; one GPU, so that any batch fits.
   */
  private static AlgorithmPlan resolved(String... sets) {
    List<String> all = new ArrayList<>(List.of("algorithm={type: PPO}", "training.gpus=1"));
    for (String set : sets) {
      all.add(set.startsWith("spec.") ? set : "algorithm." + set);
    }
    return Valid.plan(all.toArray(String[]::new)).algorithm();
  }
}
