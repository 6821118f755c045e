package dev.rlaif.trainer.proof;

import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * A judge without a network.
 *
 * @param said by answer and repetition
 */
record FakeJudge(BiFunction<Answer, Integer, Judgement> said) implements Judge {
  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String hash() {
    return "00";
  }

  @Override
  public CompletableFuture<Judgement> judge(Answer answer) {
    return judge(answer, 0);
  }

  @Override
  public CompletableFuture<Judgement> judge(Answer answer, int repetition) {
    return CompletableFuture.completedFuture(said.apply(answer, repetition));
  }

  @Override
  public void close() {}
}
