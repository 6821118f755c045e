package dev.rlaif.trainer.judge;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The score in a judge's reply: the first number that stands as a whole. */
final class ScoreParser {
  private static final Pattern REASONING =
      Pattern.compile("^\\s*<think>.*?</think>", Pattern.DOTALL);
  private static final Pattern OPEN_REASONING = Pattern.compile("^\\s*<think>");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.,/%-])[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?![\\w%/]|[.,-]\\d)");

  private ScoreParser() {}

  /**
   * The number if it lies in [0, 1]. Percentages, fractions, ranges, exponents and numbers outside
   * are no score: guessing what they mean would reward replies that miss the format.
   */
  static OptionalDouble parse(String reply) {
    String text = REASONING.matcher(reply).replaceFirst("");
    if (OPEN_REASONING.matcher(text).find()) {
      return OptionalDouble.empty();
    }
    Matcher number = NUMBER.matcher(text);
    if (!number.find()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(number.group());
    return value >= 0 && value <= 1 ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
