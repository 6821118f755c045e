package dev.rlaif.trainer.rescore;

import dev.rlaif.trainer.stage.StageFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Training steps from {@code first} to {@code last}, both included. */
public record StepRange(long first, long last) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(?:\\.\\.(\\d{1,9}))?");

  /**
   * {@code N} or {@code N..M}.
   *
   * @throws StageFailure if it is neither, or M is smaller than N
   */
  public static StepRange parse(String text) {
    Matcher range = TEXT.matcher(text);
    if (range.matches()) {
      long first = Long.parseLong(range.group(1));
      long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
      if (first <= last) {
        return new StepRange(first, last);
      }
    }
    throw StageFailure.wrong(
        "--step " + text + ": give one step, or the first and the last as N..M");
  }

  boolean contains(long step) {
    return first <= step && step <= last;
  }

  @Override
  public String toString() {
    return first == last ? "step " + first : "steps " + first + " to " + last;
  }
}
