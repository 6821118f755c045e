package dev.rlaif.trainer.judge;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The score in a judge's reply: its first number, if that number can be nothing else than a score.
 * The README of this module has the rule in words, {@code judge-replies.tsv} among the tests what
 * it makes of replies.
 */
final class ScoreParser {
  /** A reply with its score further behind is an essay that happens to hold a number. */
  private static final int READ_CHARACTERS = 2000;

  private static final String REASON = "(?:think|thinking|thought|reasoning|analysis)";

  /** Some chat templates open the block in the prompt, so a reply may only close it. */
  private static final Pattern REASONED =
      Pattern.compile("^.*</" + REASON + ">", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private static final Pattern STILL_REASONING =
      Pattern.compile("^\\s*<" + REASON + ">", Pattern.CASE_INSENSITIVE);
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^<>]{0,60}>");

  /** Two numbers that are the ends of a scale or of a guess. */
  private static final Pattern RANGE =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}.,])(?:\\d*\\.)?\\d+\\s*(?:[-\u2013\u2014~\u2026]|\\.\\.\\.?|to|and)\\s*"
              + "(?:\\d*\\.\\d+|1|5|10|100)(?![\\p{L}\\p{N}]|[.,]\\d)");

  private static final Pattern LIST_ITEM =
      Pattern.compile("^\\s*\\d{1,2}[.)][ \\t]+(?=\\S)", Pattern.MULTILINE);
  private static final String ADJACENT = "[\\p{L}\\p{N}_.,/%\u2212\u2013\u2014-]";
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<!"
              + ADJACENT
              + ")[+-]?(?:\\d*\\.\\d+|\\d+)"
              + "(?![\\p{L}\\p{N}_/%]|[.,\u00b7'\u2019\u2212\u2013\u2014-]\\p{N}|\\s*(?:/|%|per\\s?cent))");

  /** A whole number is no score where it counts something: it has its line for itself. */
  private static final Pattern ALONE =
      Pattern.compile(
          "^(?:[^\\p{N}\\n]*[:=])?[\\s*_`\"'(\\[{|$#>-]*[01][\\s*_`\"')\\]}|$.!,;]*$",
          Pattern.MULTILINE);

  private ScoreParser() {}

  /**
   * The number if it lies in [0, 1]. Percentages, fractions, exponents and numbers outside are no
   * score: guessing what they mean would reward replies that miss the format.
   */
  static OptionalDouble parse(String reply) {
    String said = REASONED.matcher(reply).replaceFirst("");
    if (STILL_REASONING.matcher(said).find()) {
      return OptionalDouble.empty();
    }
    String start = said.substring(0, Math.min(said.length(), READ_CHARACTERS));
    String untagged = TAG.matcher(start).replaceAll(" ");
    String plain = RANGE.matcher(untagged).replaceAll(" ");
    String text = LIST_ITEM.matcher(plain).replaceAll(" ");
    Matcher number = NUMBER.matcher(text);
    return number.find() ? score(number.group(), text) : OptionalDouble.empty();
  }

  private static OptionalDouble score(String number, String text) {
    boolean sure = number.contains(".") || ALONE.matcher(text).find();
    double value = Double.parseDouble(number);
    return sure && value >= 0 && value <= 1 ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
