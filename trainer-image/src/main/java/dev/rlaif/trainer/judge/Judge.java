package dev.rlaif.trainer.judge;

import java.util.concurrent.CompletableFuture;

/** Scores answers. */
public interface Judge extends AutoCloseable {

  /** What the judge is, for reports: model or kind. */
  String name();

  /** Hash of everything that decides a score; changes whenever a score could change. */
  String hash();

  /** Scores one answer; the future never fails because of the judge, it completes with a status. */
  CompletableFuture<Judgement> judge(Answer answer);

  @Override
  void close();
}
