package dev.rlaif.trainer.judge;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A judge's word on one answer. A failure has no score: it is missing, never 0.
 *
 * @param p probability that the answer is good, inside the judge's scale (0.01 to 0.99)
 * @param raw the judge's reply as it came, or for a word list what it found
 * @param attempts HTTP attempts, 1 where no network is involved
 * @param faultEnd characters of the answer up to the end of the first fault that the judge can
 *     point at; absent where it judges the answer as a whole
 */
public record Judgement(
    JudgementStatus status,
    OptionalDouble p,
    String raw,
    int attempts,
    Duration latency,
    OptionalInt faultEnd) {

  /** Of the answer as a whole. */
  public Judgement(
      JudgementStatus status, OptionalDouble p, String raw, int attempts, Duration latency) {
    this(status, p, raw, attempts, latency, OptionalInt.empty());
  }

  public static Judgement ok(double p, String raw) {
    return new Judgement(JudgementStatus.OK, OptionalDouble.of(p), raw, 1, Duration.ZERO);
  }

  /** The same, of a judge that can point at the fault. */
  public Judgement withFaultEnd(int characters) {
    return new Judgement(status, p, raw, attempts, latency, OptionalInt.of(characters));
  }

  public static Judgement missing(JudgementStatus status, String raw) {
    return new Judgement(status, OptionalDouble.empty(), raw, 1, Duration.ZERO);
  }
}
