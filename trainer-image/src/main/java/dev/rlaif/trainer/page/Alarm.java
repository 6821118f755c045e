package dev.rlaif.trainer.page;

import java.util.Locale;

/**
 * Something that a person should look at.
 *
 * @param metric that shows it
 * @param since first step of those in a row, up to the newest, that show it
 * @param sentence what is the matter, and what would do
 */
record Alarm(Severity severity, String metric, long since, String sentence) {

  /** How much depends on it. */
  enum Severity {
    /** The run will not become what was asked for. */
    CRITICAL,
    /** It may not. */
    WARNING,
    /** Worth knowing. */
    NOTICE
  }

  static Alarm of(Severity severity, String metric, long since, String sentence, Object... values) {
    return new Alarm(severity, metric, since, String.format(Locale.ROOT, sentence, values));
  }
}
