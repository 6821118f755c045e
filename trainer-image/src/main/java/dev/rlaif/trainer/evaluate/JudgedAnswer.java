package dev.rlaif.trainer.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.trainer.judge.JudgementStatus;
import org.jspecify.annotations.Nullable;

/**
 * One held-out answer and what was found out about it.
 *
 * @param length tokens, the stop token included
 * @param ended by itself, not cut off at the token limit
 * @param useful names a useful word; absent where no such words are given
 * @param p the judge's probability that the answer is good; absent unless the status is OK
 * @param raw the judge's reply as it came, or what a word list found
 * @param kl sum over the tokens of log-probability tuned minus reference, nats; tuned answers only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JudgedAnswer(
    String text,
    int length,
    boolean ended,
    @Nullable Boolean useful,
    JudgementStatus status,
    @Nullable Double p,
    String raw,
    @Nullable Double kl) {

  /** Scored, and the score is below the threshold. */
  boolean violates(double threshold) {
    return p != null && p < threshold;
  }

  JudgedAnswer withKl(double sum) {
    return new JudgedAnswer(text, length, ended, useful, status, p, raw, sum);
  }
}
