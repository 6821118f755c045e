package dev.rlaif.trainer.validate;

import dev.rlaif.trainer.checkpoint.BestValidation;
import dev.rlaif.trainer.checkpoint.Selection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A pass over the validation questions for a person, one line. */
public final class ValidationText {
  private ValidationText() {}

  public static String of(ValidationFigures figures, Selection selection) {
    Double second = figures.secondScore();
    BestValidation best = selection.best();
    return String.format(
        Locale.ROOT,
        "validation after step %d: %d bad of %d, mean score %.3f%s, KL %.2f, length %.0f%s",
        figures.step(),
        figures.bad(),
        figures.scored(),
        figures.trainingScore(),
        second == null ? "" : String.format(Locale.ROOT, " (second judge %.3f)", second),
        figures.kl(),
        figures.length(),
        standing(figures, best));
  }

  private static String standing(ValidationFigures figures, @Nullable BestValidation best) {
    if (figures.step() == 0) {
      return ": the base model";
    }
    if (best == null) {
      return "";
    }
    return best.step() == figures.step()
        ? ", the best so far"
        : "; step " + best.step() + " is better";
  }
}
