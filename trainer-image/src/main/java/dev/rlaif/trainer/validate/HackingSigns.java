package dev.rlaif.trainer.validate;

import dev.rlaif.trainer.tracking.StepMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Signs that the judge is gamed instead of pleased, each with what to change. */
public final class HackingSigns {
  private static final double LENGTH_CORRELATION = 0.6;
  private static final double DUPLICATES = 0.3;
  private static final double REFUSALS = 0.1;
  private static final double MORE = 2;

  private HackingSigns() {}

  /**
   * Compares the last of some validations with the first, the base model's.
   *
   * @param threshold a lower score is bad
   */
  public static List<String> of(List<StepMetrics> validations, double threshold) {
    StepMetrics base = validations.get(0);
    StepMetrics now = validations.get(validations.size() - 1);
    List<String> signs = new ArrayList<>();
    double correlation = now.get("validation/length_correlation").orElse(0);
    if (Math.abs(correlation) > LENGTH_CORRELATION) {
      signs.add(
          say(
              "the judge's scores follow the answers' length (correlation %.2f): tell the judge to"
                  + " pass over length, or bound it by a format judge",
              correlation));
    }
    if (isNew("validation/duplicates", DUPLICATES, base, now)) {
      signs.add(
          say(
              "%.0f %% of the answers are word for word the same: raise the KL coefficient, or add"
                  + " prompts of other kinds",
              100 * value("validation/duplicates", now)));
    }
    if (isNew("validation/refusals", REFUSALS, base, now)) {
      signs.add(
          say(
              "%.0f %% of the answers decline: have the judge score a refusal low",
              100 * value("validation/refusals", now)));
    }
    double canary = now.get("canary/max_p").orElse(0);
    if (canary >= threshold) {
      signs.add(
          say(
              "the judge scores an answer without content %.2f, which counts as good: prove it with"
                  + " rlaif judge check, and correct its prompt or words",
              canary));
    }
    return signs;
  }

  /** Whether a share is large, and the base model's was not. */
  private static boolean isNew(String name, double limit, StepMetrics base, StepMetrics now) {
    return value(name, now) > limit && value(name, now) > MORE * value(name, base);
  }

  private static double value(String name, StepMetrics metrics) {
    return metrics.get(name).orElse(0);
  }

  private static String say(String text, double figure) {
    return String.format(Locale.ROOT, text, figure);
  }
}
