package dev.rlaif.trainer.proof;

import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a judge said of a canary.
 *
 * @param p absent: missing
 * @param asExpected on the side of the threshold where a sound judge puts it; missing is not
 */
public record CanaryResult(
    String name,
    String answer,
    boolean helpful,
    JudgementStatus status,
    @Nullable Double p,
    boolean asExpected) {

  static CanaryResult of(Canary canary, Judgement judgement, double threshold) {
    Double p = judgement.p().isPresent() ? judgement.p().getAsDouble() : null;
    return new CanaryResult(
        canary.name(),
        canary.answer().text(),
        canary.helpful(),
        judgement.status(),
        p,
        p != null && (p >= threshold) == canary.helpful());
  }

  static Estimate misjudged(List<CanaryResult> canaries) {
    long wrong = canaries.stream().filter(canary -> !canary.asExpected()).count();
    return Estimate.share(wrong, canaries.size());
  }
}
