package dev.rlaif.trainer.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.trainer.proof.Correlation;
import dev.rlaif.trainer.validate.Diversity;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Figures that show a higher score which was not earned: silence, evasion, answers that never end,
 * one answer for everything.
 *
 * @param missingRate largest share of missing scores of any pass of either model
 * @param usefulRatio useful answers of tuned / of base; absent without useful words
 * @param endedRatio ended answers of tuned / of base
 * @param lengthRatio mean length of tuned / of base
 * @param kl nats an answer, see {@link PassFigures}
 * @param base how varied the base's answers are
 * @param tuned how varied the tuned model's answers are
 * @param lengthScoreCorrelation Pearson, over the tuned answers; 0 if either does not vary
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Guards(
    double missingRate,
    @Nullable Double usefulRatio,
    double endedRatio,
    double lengthRatio,
    @Nullable Double kl,
    Diversity base,
    Diversity tuned,
    double lengthScoreCorrelation) {

  static Guards of(PairedAnswers pairs, Pass greedy, SideFigures base, SideFigures tuned) {
    return new Guards(
        Stream.concat(base.passes().stream(), tuned.passes().stream())
            .mapToDouble(PassFigures::missingRate)
            .max()
            .orElse(0),
        tuned.greedy().useful() == null ? null : pairs.usefulRatio(pairs.all()),
        ratio(tuned.greedy().ended(), base.greedy().ended()),
        ratio(tuned.greedy().meanLength(), base.greedy().meanLength()),
        tuned.greedy().kl(),
        diversity(greedy.base()),
        diversity(greedy.tuned()),
        lengthScoreCorrelation(greedy.tuned()));
  }

  private static Diversity diversity(List<JudgedAnswer> answers) {
    return Diversity.of(answers.stream().map(JudgedAnswer::text).toList());
  }

  /** The divisor is at least 1, so that 0 / 0 stays a number; both 0 is 1. */
  private static double ratio(double tuned, double base) {
    return tuned == base ? 1 : tuned / Math.max(1, base);
  }

  private static double lengthScoreCorrelation(List<JudgedAnswer> answers) {
    List<JudgedAnswer> scored = answers.stream().filter(answer -> answer.p() != null).toList();
    return Correlation.of(
            scored.stream().mapToDouble(JudgedAnswer::length).toArray(),
            scored.stream().map(JudgedAnswer::p).mapToDouble(Objects::requireNonNull).toArray())
        .orElse(0);
  }
}
