package dev.rlaif.trainer.learn;

import static dev.rlaif.trainer.learn.Vectors.TOLERANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.Truncation;
import dev.rlaif.plan.AlgorithmPlan.ScorePlan;
import dev.rlaif.trainer.learn.ScorePipeline.Judged;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScorePipelineTest {
  private static final ReferenceMoments BASE = new ReferenceMoments(1, 2);

  @Test
  void logitFollowsV6() {
    double[] p = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
    double[] expected = Vectors.row(Vectors.of("V6"));
    for (int i = 0; i < p.length; i++) {
      assertThat(Score.logit(p[i])).isCloseTo(expected[i], TOLERANCE);
    }
  }

  @Test
  void overlongPenaltyFollowsV13() {
    for (double[] pair : Vectors.matrix(Vectors.of("V13"))) {
      assertThat(-ScorePipeline.overlongPenalty((int) pair[0], 100, 20, 1))
          .isCloseTo(pair[1], TOLERANCE);
    }
    assertThat(ScorePipeline.overlongPenalty(120, 100, 0, 1)).isZero();
  }

  @Test
  void trlTakesTheLogitAsItIs() {
    Score score = score(Plans.trl(), Judged.logit(0.95, 100, false));
    assertThat(score.value()).isCloseTo(2.9444389791664394, TOLERANCE);
    assertThat(score.trained()).isTrue();
  }

  @Test
  void modernNormalisesThenClipsThenPenalises() {
    Score score = score(Plans.modern(), Judged.logit(0.01, 90, true));
    assertThat(score.normalised()).isCloseTo((-4.59511985013459 - 1) / 2, TOLERANCE);
    assertThat(score.clipped()).isEqualTo(score.normalised());
    assertThat(score.penalty()).isCloseTo(0.5, TOLERANCE);
    assertThat(score.value()).isCloseTo(score.clipped() - 0.5, TOLERANCE);
  }

  @Test
  void clipBoundsBeforeThePenalty() {
    Plans plans = Plans.modern();
    plans.score = new ScorePlan(false, false, true, Optional.of(1.0));
    assertThat(score(plans, Judged.logit(0.01, 100, true)).value()).isCloseTo(-2, TOLERANCE);
  }

  @Test
  void scalingUpdatesTheMomentsFirst() {
    Plans plans = Plans.trl();
    plans.score = new ScorePlan(true, true, false, Optional.empty());
    ScorePipeline pipeline = new ScorePipeline(plans.plan(), 100, Optional.empty());
    List<Judged> batch = List.of(Judged.logit(0.5, 3, true), Judged.logit(0.75, 3, true));
    ScorePipeline.Result result = pipeline.score(batch, RunningMoments.START);
    double mean = Math.log(3) / 2;
    double std = Math.log(3) / Math.sqrt(2);
    assertThat(result.moments().mean()).isCloseTo(mean, TOLERANCE);
    assertThat(result.scores().get(1).value()).isCloseTo((Math.log(3) - mean) / std, TOLERANCE);
    plans.score = new ScorePlan(true, false, false, Optional.empty());
    ScorePipeline scaledOnly = new ScorePipeline(plans.plan(), 100, Optional.empty());
    assertThat(scaledOnly.score(batch, RunningMoments.START).scores().get(1).value())
        .isCloseTo(Math.log(3) / std, TOLERANCE);
  }

  @Test
  void missingEndCostsThePenaltyOnce() {
    Plans plans = Plans.modern();
    plans.truncation = Truncation.EOS_PENALTY;
    assertThat(score(plans, Judged.logit(0.5, 100, false)).penalty()).isEqualTo(1);
    assertThat(score(plans, Judged.logit(0.5, 100, true)).penalty()).isZero();
  }

  @Test
  void maskLeavesTheScoreAndTrainsNothing() {
    Plans plans = Plans.modern();
    plans.truncation = Truncation.MASK;
    Score cut = score(plans, Judged.logit(0.5, 100, false));
    assertThat(cut.trained()).isFalse();
    assertThat(cut.penalty()).isZero();
    assertThat(score(plans, Judged.logit(0.5, 100, true)).trained()).isTrue();
  }

  @Test
  void referenceNormalisationNeedsItsMoments() {
    assertThatThrownBy(() -> new ScorePipeline(Plans.modern().plan(), 100, Optional.empty()))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("not measured");
  }

  private static Score score(Plans plans, Judged answer) {
    return new ScorePipeline(plans.plan(), 100, Optional.of(BASE))
        .score(List.of(answer), RunningMoments.START)
        .scores()
        .get(0);
  }
}
