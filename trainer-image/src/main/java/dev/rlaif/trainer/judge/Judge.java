package dev.rlaif.trainer.judge;

import dev.rlaif.trainer.chat.Outage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Scores answers. */
public interface Judge extends AutoCloseable {

  /** What the judge is, for reports: model or kind. */
  String name();

  /** Hash of everything that decides a score; changes whenever a score could change. */
  String hash();

  /** Scores one answer; the future never fails because of the judge, it completes with a status. */
  CompletableFuture<Judgement> judge(Answer answer);

  /**
   * Scores an answer once more, from 0, as if it had not been scored before: no cached score of
   * another repetition is used. A deterministic judge has nothing to repeat.
   */
  default CompletableFuture<Judgement> judge(Answer answer, int repetition) {
    return judge(answer);
  }

  /** The server behind the judge is down, and judgements wait for it; empty while it is not. */
  default Optional<Outage> outage() {
    return Optional.empty();
  }

  @Override
  void close();
}
