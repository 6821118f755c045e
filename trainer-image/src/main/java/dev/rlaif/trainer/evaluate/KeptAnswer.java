package dev.rlaif.trainer.evaluate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * An answer with its score, as an evaluation keeps it in case that it is interrupted.
 *
 * @param model {@code base} or {@code tuned}
 * @param pass {@code greedy}, {@code seed-1}, ...
 * @param prompt id of the prompt
 * @param ids [L]
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeptAnswer(
    String model,
    String pass,
    String prompt,
    int[] ids,
    boolean ended,
    JudgementStatus status,
    @Nullable Double p,
    String raw,
    int attempts,
    long latencyMillis) {

  static KeptAnswer of(
      String model, String pass, String prompt, int[] ids, boolean ended, Judgement judgement) {
    return new KeptAnswer(
        model,
        pass,
        prompt,
        ids,
        ended,
        judgement.status(),
        judgement.p().isPresent() ? judgement.p().getAsDouble() : null,
        judgement.raw(),
        judgement.attempts(),
        judgement.latency().toMillis());
  }

  @JsonIgnore
  Judgement judgement() {
    return new Judgement(
        status,
        p == null ? OptionalDouble.empty() : OptionalDouble.of(p),
        raw,
        attempts,
        Duration.ofMillis(latencyMillis));
  }
}
