package dev.rlaif.trainer.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rlaif.api.v1alpha1.Transform;
import dev.rlaif.api.v1alpha1.TransformType;
import org.junit.jupiter.api.Test;

class RewardTransformTest {
  private static final double[] P = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
  private static final double[] LOGIT = {
    -4.59511985013459,
    -2.9444389791664403,
    -1.0986122886681098,
    0.0,
    1.0986122886681098,
    2.9444389791664394,
    4.595119850134589
  };

  @Test
  void logitOfAScore() {
    var transform = new RewardTransform(new Transform(TransformType.LOGIT, null));

    for (int i = 0; i < P.length; i++) {
      assertThat(transform.reward(Judgement.ok(P[i], "")).getAsDouble())
          .isCloseTo(LOGIT[i], within(1e-6));
    }
  }

  @Test
  void clipsOnBothSides() {
    var transform = new RewardTransform(new Transform(TransformType.LOGIT, 3.0));

    assertThat(transform.reward(0.99)).isEqualTo(3);
    assertThat(transform.reward(0.01)).isEqualTo(-3);
    assertThat(transform.reward(0.5)).isZero();
  }

  @Test
  void identityLeavesTheScore() {
    assertThat(new RewardTransform(new Transform(TransformType.IDENTITY, null)).reward(0.3))
        .isEqualTo(0.3);
  }

  @Test
  void aMissingScoreIsAMissingRewardAndNeverZero() {
    var transform = new RewardTransform(new Transform(TransformType.LOGIT, null));

    assertThat(transform.reward(Judgement.missing(JudgementStatus.TIMEOUT, ""))).isEmpty();
  }
}
