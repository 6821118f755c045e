package dev.rlaif.trainer.judge;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.rlaif.api.v1alpha1.Format;
import dev.rlaif.api.v1alpha1.FormatPattern;
import dev.rlaif.api.v1alpha1.Scale;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A judge of an answer's form. Its expressions are RE2's, which take time in proportion to the
 * answer, so that no answer can hold up a step.
 */
final class FormatJudge implements Judge {
  private static final int MOST_QUOTED = 60;

  private record Identity(Format rules, Scale scale) {}

  private record Compiled(Pattern pattern, double score) {}

  private record Violation(double score, String what) {}

  private final Format rules;
  private final Scale scale;
  private final String hash;
  private final List<Compiled> mustMatch;
  private final List<Compiled> mustNotMatch;

  /**
   * Compiles the expressions.
   *
   * @param field of the document that holds the rules, such as {@code spec.format}
   */
  FormatJudge(String field, Format rules, Scale scale) {
    this.rules = rules;
    this.scale = scale;
    this.hash = Fingerprint.ofJson(new Identity(rules, scale));
    this.mustMatch = compiled(field + ".mustMatch", rules.mustMatch());
    this.mustNotMatch = compiled(field + ".mustNotMatch", rules.mustNotMatch());
  }

  private List<Compiled> compiled(String field, List<FormatPattern> patterns) {
    List<Compiled> compiled = new ArrayList<>();
    for (FormatPattern pattern : patterns) {
      String at = field + "[" + compiled.size() + "].regex";
      Double own = pattern.score();
      double score = own == null ? rules.violationScore() : own;
      compiled.add(new Compiled(compile(at, pattern.regex()), score));
    }
    return List.copyOf(compiled);
  }

  private static Pattern compile(String at, String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw StageFailure.wrong(
          at
              + " is "
              + regex
              + ": "
              + e.getDescription()
              + "; write an expression of RE2, which has neither backreferences nor lookaround");
    }
  }

  @Override
  public String name() {
    return "format";
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public CompletableFuture<Judgement> judge(Answer answer) {
    return CompletableFuture.completedFuture(score(answer));
  }

  private Judgement score(Answer answer) {
    List<Violation> violations = violations(answer);
    double worst = violations.stream().mapToDouble(Violation::score).min().orElse(scale.max());
    String found =
        violations.isEmpty()
            ? "good"
            : String.join("; ", violations.stream().map(Violation::what).toList());
    Judgement judgement = Judgement.ok(scale.clamp(worst), found);
    OptionalInt fault = faultEnd(answer.text());
    return fault.isPresent() ? judgement.withFaultEnd(fault.getAsInt()) : judgement;
  }

  /** Only what must not be found has a place. */
  private OptionalInt faultEnd(String text) {
    return mustNotMatch.stream()
        .map(rule -> rule.pattern().matcher(text))
        .filter(Matcher::find)
        .mapToInt(Matcher::end)
        .min();
  }

  private List<Violation> violations(Answer answer) {
    List<Violation> violations = new ArrayList<>();
    int words = Wording.of(answer.text(), true).count();
    if (words < rules.minWords()) {
      violations.add(general(words + " words, at least " + rules.minWords()));
    }
    Integer most = rules.maxWords();
    if (most != null && words > most) {
      violations.add(general(words + " words, at most " + most));
    }
    if (rules.mustEnd() && !answer.ended()) {
      violations.add(general("cut off before its end"));
    }
    mustMatch.stream()
        .filter(rule -> !rule.pattern().matcher(answer.text()).find())
        .forEach(rule -> violations.add(new Violation(rule.score(), "lacks " + quoted(rule))));
    mustNotMatch.stream()
        .filter(rule -> rule.pattern().matcher(answer.text()).find())
        .forEach(rule -> violations.add(new Violation(rule.score(), "holds " + quoted(rule))));
    violations.sort(Comparator.comparingDouble(Violation::score));
    return violations;
  }

  private Violation general(String what) {
    return new Violation(rules.violationScore(), what);
  }

  private static String quoted(Compiled rule) {
    String regex = rule.pattern().pattern();
    return regex.length() <= MOST_QUOTED ? regex : regex.substring(0, MOST_QUOTED) + "…";
  }

  @Override
  public void close() {}
}
