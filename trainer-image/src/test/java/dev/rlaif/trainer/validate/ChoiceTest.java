package dev.rlaif.trainer.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.TrainingValidation;
import dev.rlaif.trainer.checkpoint.BestValidation;
import dev.rlaif.trainer.checkpoint.Selection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private final Choice choice = new Choice(new TrainingValidation(8, 2, 2), Optional.of(5.0));

  @Test
  void fewestBadAnswersWinThenTheHigherScore() {
    Selection first = choice.after(Selection.START, figures(10, 3, 0.8));
    assertThat(first.best()).isEqualTo(new BestValidation(10, 3, 0.8));
    assertThat(choice.after(first, figures(20, 4, 0.9)).best()).isEqualTo(first.best());
    assertThat(choice.after(first, figures(20, 3, 0.8)).best()).isEqualTo(first.best());
    assertThat(choice.after(first, figures(20, 3, 0.81)).best())
        .isEqualTo(new BestValidation(20, 3, 0.81));
    assertThat(choice.after(first, figures(20, 2, 0.1)).best())
        .isEqualTo(new BestValidation(20, 2, 0.1));
  }

  @Test
  void baseModelIsNoCandidate() {
    assertThat(choice.after(Selection.START, figures(0, 0, 0.99)).best()).isNull();
  }

  @Test
  void modelBeyondTheKlBudgetIsNotChosen() {
    assertThat(choice.after(Selection.START, figures(10, 0, 0.99, null, 5.1, 16)).best()).isNull();
    assertThat(choice.after(Selection.START, figures(10, 0, 0.99, null, 5.0, 16)).best())
        .isNotNull();
  }

  @Test
  void passThatLacksHalfOfItsScoresDecidesNothing() {
    Selection first = choice.after(Selection.START, figures(10, 3, 0.8, 0.5, 0, 16));
    Selection second = choice.after(first, figures(20, 0, 0.99, 0.1, 0, 8));
    assertThat(second.best()).isEqualTo(first.best());
    assertThat(second.secondScore()).isEqualTo(0.5);
    assertThat(second.validated()).isEqualTo(20);
  }

  @Test
  void endsWhenPatienceIsOver() {
    Selection now = choice.after(Selection.START, figures(0, 9, 0.3));
    now = choice.after(now, figures(10, 3, 0.8));
    now = choice.after(now, figures(20, 3, 0.8));
    assertThat(choice.end(now)).isEmpty();
    now = choice.after(now, figures(30, 3, 0.7));
    assertThat(choice.end(now).orElseThrow()).contains("2 validations").contains("patience");
    assertThat(choice.end(choice.after(now, figures(40, 1, 0.7)))).isEmpty();
  }

  @Test
  void endsWhenTheSecondJudgeFallsAsTheTrainingJudgeRises() {
    var patient = new Choice(new TrainingValidation(8, 0, 2), Optional.empty());
    Selection now = patient.after(Selection.START, apart(0, 0.5, 0.5));
    now = patient.after(now, apart(10, 0.6, 0.45));
    assertThat(now.apart()).isEqualTo(1);
    assertThat(patient.end(now)).isEmpty();
    Selection together = patient.after(now, apart(20, 0.7, 0.46));
    assertThat(together.apart()).isZero();
    now = patient.after(now, apart(20, 0.7, 0.4));
    assertThat(patient.end(now).orElseThrow()).contains("judgeGapPatience");
  }

  @Test
  void zeroIsEndlessPatience() {
    var patient = new Choice(new TrainingValidation(8, 0, 0), Optional.empty());
    Selection now = Selection.START;
    for (int step = 0; step < 50; step++) {
      now = patient.after(now, apart(step, 0.5 + step * 0.001, 0.5 - step * 0.001));
    }
    assertThat(now.apart()).isEqualTo(49);
    assertThat(patient.end(now)).isEmpty();
  }

  private static ValidationFigures figures(long step, int bad, double score) {
    return figures(step, bad, score, null, 0, 16);
  }

  private static ValidationFigures apart(long step, double training, double second) {
    return new ValidationFigures(
        step, 16, 16, 2, second, training, second, 0, 10, 1, 0, 0, 1, null, null, 1);
  }

  private static ValidationFigures figures(
      long step, int bad, double score, @Nullable Double second, double kl, int scored) {
    return new ValidationFigures(
        step, 16, scored, bad, score, score, second, kl, 10, 1, 0, 0, 1, null, null, 1);
  }
}
