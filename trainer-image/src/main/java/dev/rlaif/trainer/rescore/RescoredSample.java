package dev.rlaif.trainer.rescore;

import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import org.jspecify.annotations.Nullable;

/**
 * An answer with the scores of both judges; a line of {@code rescored.jsonl}.
 *
 * @param firstP of the run's judge; absent: missing
 * @param p of the other judge; absent: missing, for the reason that status gives
 */
public record RescoredSample(
    String place,
    String id,
    String question,
    String answer,
    @Nullable Double firstP,
    @Nullable Double p,
    JudgementStatus status,
    String raw) {

  static RescoredSample of(KeptSample sample, Judgement judgement) {
    return new RescoredSample(
        sample.place(),
        sample.id(),
        sample.question(),
        sample.answer(),
        sample.p(),
        judgement.p().isPresent() ? judgement.p().getAsDouble() : null,
        judgement.status(),
        judgement.raw());
  }
}
