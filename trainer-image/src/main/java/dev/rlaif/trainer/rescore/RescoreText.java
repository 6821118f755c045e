package dev.rlaif.trainer.rescore;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A summary for people. */
public final class RescoreText {
  private RescoreText() {}

  /** Several lines, each ended by a line feed. */
  public static String of(RescoreSummary summary) {
    var text = new StringBuilder();
    text.append("judge         ").append(summary.judge()).append('\n');
    text.append("answers       ").append(summary.answers());
    text.append(", ").append(summary.both()).append(" with both scores\n");
    summary
        .missing()
        .forEach(
            (status, n) ->
                text.append("missing       ").append(n).append(" ").append(status).append("\n"));
    text.append("correlation   ").append(number(summary.correlation())).append('\n');
    text.append("agreement     ").append(number(summary.agreement()));
    text.append(" on the same side of 0.5, kappa ").append(number(summary.kappa())).append('\n');
    text.append(row("", "answers", "run's judge", "this judge"));
    summary
        .places()
        .forEach(
            place ->
                text.append(
                    row(
                        place.place(),
                        "" + place.answers(),
                        number(place.firstMean()),
                        number(place.mean()))));
    return text.toString();
  }

  private static String row(String place, String answers, String first, String second) {
    return String.format(Locale.ROOT, "%-20s %8s %12s %12s\n", place, answers, first, second);
  }

  private static String number(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}
