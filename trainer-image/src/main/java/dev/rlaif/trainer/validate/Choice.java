package dev.rlaif.trainer.validate;

import dev.rlaif.api.v1alpha1.TrainingValidation;
import dev.rlaif.trainer.checkpoint.BestValidation;
import dev.rlaif.trainer.checkpoint.Selection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoint is the result, and whether training goes on. The best has the fewest bad
 * answers, of equally many the highest mean score, by the second judge where there is one: the
 * training judge is what may have been overfitted (Gao et al. 2022, arXiv 2210.10760).
 *
 * @param klBudget nats an answer; a model that went further is not chosen; absent: no limit
 */
public record Choice(TrainingValidation settings, Optional<Double> klBudget) {

  /** What is known after another validation. */
  public Selection after(Selection before, ValidationFigures now) {
    boolean decides = 2 * now.scored() > now.answers();
    BestValidation best = before.best();
    boolean candidate =
        decides && now.step() > 0 && klBudget.filter(limit -> now.kl() > limit).isEmpty();
    boolean better = candidate && isBetter(now, best);
    return new Selection(
        now.step(),
        better ? new BestValidation(now.step(), now.bad(), now.score()) : best,
        better || now.step() == 0 ? 0 : before.withoutBetter() + 1,
        isApart(before, now) ? before.apart() + 1 : 0,
        decides ? Double.valueOf(now.trainingScore()) : before.trainingScore(),
        decides ? now.secondScore() : before.secondScore());
  }

  /** Why training ends here; empty while it goes on. */
  public Optional<String> end(Selection selection) {
    if (isReached(settings.patience(), selection.withoutBetter())) {
      return Optional.of(
          "%d validations in a row were no better (spec.training.validation.patience)"
              .formatted(selection.withoutBetter()));
    }
    if (isReached(settings.judgeGapPatience(), selection.apart())) {
      return Optional.of(
          "the training judge's scores rose %d validations in a row while the second judge's fell (spec.training.validation.judgeGapPatience): the model learns what only the training judge likes"
              .formatted(selection.apart()));
    }
    return Optional.empty();
  }

  private static boolean isReached(int patience, int streak) {
    return patience > 0 && streak >= patience;
  }

  private static boolean isBetter(ValidationFigures now, @Nullable BestValidation best) {
    return best == null
        || now.bad() < best.bad()
        || (now.bad() == best.bad() && now.score() > best.score());
  }

  private static boolean isApart(Selection before, ValidationFigures now) {
    Double training = before.trainingScore();
    Double second = before.secondScore();
    Double secondNow = now.secondScore();
    return training != null
        && second != null
        && secondNow != null
        && now.trainingScore() > training
        && secondNow < second;
  }
}
