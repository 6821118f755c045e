package dev.rlaif.trainer.judge;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * A judge's word on one answer. A failure has no score: it is missing, never 0.
 *
 * @param p probability that the answer is good, inside the judge's scale (0.01 to 0.99)
 * @param raw the judge's reply as it came, or for a word list what it found
 * @param attempts HTTP attempts, 1 where no network is involved
 */
public record Judgement(
    JudgementStatus status, OptionalDouble p, String raw, int attempts, Duration latency) {

  public static Judgement ok(double p, String raw) {
    return new Judgement(JudgementStatus.OK, OptionalDouble.of(p), raw, 1, Duration.ZERO);
  }

  public static Judgement missing(JudgementStatus status, String raw) {
    return new Judgement(status, OptionalDouble.empty(), raw, 1, Duration.ZERO);
  }
}
