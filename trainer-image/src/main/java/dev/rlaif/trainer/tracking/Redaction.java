package dev.rlaif.trainer.tracking;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import java.util.function.UnaryOperator;

/** Leaves out of texts what expressions match; in time that grows with the text alone (RE2). */
public final class Redaction implements UnaryOperator<String> {
  static final String MARK = "[redacted]";

  private final List<Pattern> patterns;

  private Redaction(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  /**
   * @throws StageFailure if one is no expression of RE2
   */
  public static Redaction of(List<String> expressions) {
    return new Redaction(expressions.stream().map(Redaction::compile).toList());
  }

  @Override
  public String apply(String text) {
    String left = text;
    for (Pattern pattern : patterns) {
      left = pattern.matcher(left).replaceAll(MARK);
    }
    return left;
  }

  private static Pattern compile(String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw StageFailure.wrong(
          "--log-redact " + expression + " is no expression of RE2: " + e.getMessage());
    }
  }
}
