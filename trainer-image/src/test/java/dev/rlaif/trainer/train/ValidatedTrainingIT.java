package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.checkpoint.BestValidation;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.StepMetrics;
import dev.rlaif.trainer.train.FoodRun.Watch;
import dev.rlaif.trainer.validate.ValidationFigures;
import java.io.IOException;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class ValidatedTrainingIT extends FoodRunCase {

  @Test
  void bestCheckpointIsTheResult() throws IOException {
    Workspace workspace = workspace("whole");
    Watch watch = Watch.toTheEnd();
    assertThat(food.trainValidated(plan(5), workspace, 2, 0, watch)).isEqualTo(5);

    assertThat(watch.validations)
        .extracting(ValidationFigures::step)
        .containsExactly(0L, 2L, 4L, 5L);
    ValidationFigures base = watch.validations.get(0);
    assertThat(base.kl()).isZero();
    assertThat(base.scored()).isEqualTo(4);
    ValidationFigures best =
        watch.validations.stream()
            .skip(1)
            .min(
                Comparator.comparing(ValidationFigures::bad)
                    .thenComparing(ValidationFigures::score, Comparator.reverseOrder()))
            .orElseThrow();
    assertThat(watch.chosen).hasValue(new BestValidation(best.step(), best.bad(), best.score()));
    assertThat(adapter(workspace.adapter()))
        .isEqualTo(adapter(workspace.checkpoint((int) best.step()).resolve("adapter")));
  }

  /** The result is of the first validation, whose checkpoint would have been deleted long ago. */
  @Test
  void trainingThatLearnsNothingEndsWhenPatienceIsOver() throws IOException {
    Workspace workspace = workspace("early");
    Watch watch = Watch.toTheEnd();
    RunPlan plan =
        plan(
            9,
            "algorithm.overrides.learningRate=1e-30",
            "training.checkpoint={everySteps: 1, keep: 1}");
    assertThat(food.trainValidated(plan, workspace, 1, 3, watch)).isEqualTo(4);

    assertThat(watch.early.orElseThrow()).contains("3 validations in a row");
    assertThat(watch.chosen.orElseThrow().step()).isEqualTo(1);
    assertThat(workspace.checkpoint(1)).isDirectory();
    assertThat(workspace.checkpoint(2)).doesNotExist();
  }

  @Test
  void stopInAValidationLosesNothingAndAsksItsQuestionsAgain() throws IOException {
    Workspace whole = workspace("whole");
    Watch undisturbed = Watch.toTheEnd();
    food.trainValidated(plan(4), whole, 2, 0, undisturbed);

    Workspace stopped = workspace("stopped");
    Watch watch = Watch.stopInValidation(2);
    StageFailure failure =
        catchThrowableOfType(
            StageFailure.class, () -> food.trainValidated(plan(4), stopped, 2, 0, watch));
    assertThat(failure).hasMessageContaining("stopped after step 2 of 4");
    assertThat(watch.validations).hasSize(1);

    Watch rest = Watch.toTheEnd();
    assertThat(food.trainValidated(plan(4), stopped, 2, 0, rest)).isEqualTo(4);
    assertThat(rest.resumedAfter).isEqualTo(2);
    assertThat(rest.validations).extracting(ValidationFigures::step).containsExactly(2L, 4L);
    assertThat(rest.chosen).isEqualTo(undisturbed.chosen);
    assertThat(adapter(stopped.adapter())).isEqualTo(adapter(whole.adapter()));
    assertThat(MetricsLog.read(stopped.validation()))
        .extracting(StepMetrics::step)
        .containsExactly(0L, 2L, 4L);
  }

  private static RunPlan plan(int steps, String... more) {
    return FoodRun.plan(Preset.MODERN, steps, more);
  }
}
