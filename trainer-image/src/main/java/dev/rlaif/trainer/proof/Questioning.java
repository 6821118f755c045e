package dev.rlaif.trainer.proof;

import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits for what judges say, and tells how far it is. */
final class Questioning {
  private final int calls;
  private final JudgeProof.Progress progress;
  private final StopSignal stop;
  private final AtomicInteger done = new AtomicInteger();

  Questioning(int calls, JudgeProof.Progress progress, StopSignal stop) {
    this.calls = calls;
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * All judgements, in the order of their calls.
   *
   * @throws dev.rlaif.trainer.stage.Stopped if asked to stop before the last
   */
  List<Judgement> await(List<CompletableFuture<Judgement>> asked) {
    asked.forEach(call -> call.thenRun(() -> progress.done(done.incrementAndGet(), calls)));
    return asked.stream().map(stop::await).toList();
  }
}
