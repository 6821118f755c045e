package dev.rlaif.trainer.learn;

import static dev.rlaif.trainer.learn.Vectors.TOLERANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.KlControl;
import dev.rlaif.api.v1alpha1.KlEstimator;
import dev.rlaif.plan.AlgorithmPlan.KlPlan;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is carried from step to step: KL coefficient, KL budget, moments of scores. */
class ControlTest {

  @Test
  void adaptiveCoefficientFollowsV5() {
    double[][] klAndSamples = {{12, 256}, {6, 256}, {3, 256}, {-1, 256}, {6.3, 128}};
    double[] expected = Vectors.row(Vectors.of("V5"));
    KlController controller = KlController.of(plan(KlControl.ADAPTIVE));
    for (int i = 0; i < expected.length; i++) {
      controller = controller.after(klAndSamples[i][0], (int) klAndSamples[i][1]);
      assertThat(controller.coefficient()).isCloseTo(expected[i], TOLERANCE);
    }
  }

  @Test
  void fixedCoefficientStays() {
    assertThat(KlController.of(plan(KlControl.FIXED)).after(50, 256).coefficient()).isEqualTo(0.2);
  }

  @Test
  void stepWithoutScoresLeavesTheCoefficient() {
    KlController controller = KlController.of(plan(KlControl.ADAPTIVE));
    assertThat(controller.after(Double.NaN, 0)).isEqualTo(controller);
  }

  @Test
  void budgetIsSpentAfterThreeStepsInARow() {
    KlBudget budget = new KlBudget(Optional.of(8.0), 0).after(9).after(9);
    assertThat(budget.isSpent()).isFalse();
    assertThat(budget.after(9).isSpent()).isTrue();
    assertThat(budget.after(7.9).after(9).isSpent()).isFalse();
    assertThat(new KlBudget(Optional.empty(), 0).after(1e9).after(1e9).after(1e9).isSpent())
        .isFalse();
  }

  @Test
  void runningMomentsFollowV10() {
    double[][] expected = Vectors.matrix(Vectors.of("V10"));
    RunningMoments first = RunningMoments.START.after(new double[] {1, 2, 3, 4});
    assertThat(first.mean()).isCloseTo(expected[0][0], TOLERANCE);
    assertThat(first.std()).isCloseTo(expected[0][1], TOLERANCE);
    RunningMoments second = first.after(new double[] {10, 0});
    assertThat(second.mean()).isCloseTo(expected[1][0], TOLERANCE);
    assertThat(second.std()).isCloseTo(expected[1][1], TOLERANCE);
  }

  @Test
  void aSingleScoreGivesAFiniteDeviation() {
    RunningMoments moments = RunningMoments.START.after(new double[] {3});
    assertThat(moments.mean()).isEqualTo(3);
    assertThat(moments.std()).isEqualTo(1);
    assertThat(moments.after(new double[] {5}).std()).isCloseTo(Math.sqrt(2), TOLERANCE);
  }

  @Test
  void referenceMomentsAreUnbiased() {
    ReferenceMoments moments = ReferenceMoments.of(new double[] {1, 2, 3, 4});
    assertThat(moments.mean()).isEqualTo(2.5);
    assertThat(moments.std()).isCloseTo(1.2909944487358056, TOLERANCE);
  }

  @Test
  void aJudgeThatSeparatesNothingIsRefused() {
    assertThatThrownBy(() -> ReferenceMoments.of(new double[] {4.59, 4.59, 4.6}))
        .isInstanceOfSatisfying(
            StageFailure.class, f -> assertThat(f.exit()).isEqualTo(StageFailure.Exit.WRONG))
        .hasMessageContaining("nearly the same score");
  }

  private static KlPlan plan(KlControl control) {
    return new KlPlan(control, 0.2, 6, 10000, KlEstimator.K1, Optional.empty());
  }
}
