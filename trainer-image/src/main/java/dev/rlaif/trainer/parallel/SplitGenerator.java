package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.Stopped;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Each rank answers its share of the requests. An answer depends on its own seed alone, so that the
 * answers are the same whatever the ranks.
 */
final class SplitGenerator implements Generator {
  private static final long LOOK_MILLIS = 20;

  private final RankThreads ranks;

  SplitGenerator(RankThreads ranks) {
    this.ranks = ranks;
  }

  @Override
  public List<Completion> generate(
      List<GenerationRequest> requests, Sampling sampling, Consumer<Completion> finished) {
    List<List<GenerationRequest>> shares = Shares.of(requests, ranks.size());
    BlockingQueue<Completion> complete = new LinkedBlockingQueue<>();
    AtomicBoolean givenUp = new AtomicBoolean();
    List<CompletableFuture<List<Completion>>> begun =
        ranks.begin(
            (number, rank) ->
                shares.get(number).isEmpty()
                    ? List.of()
                    : rank.generate(
                        shares.get(number),
                        sampling,
                        completion -> {
                          if (givenUp.get()) {
                            throw new Stopped();
                          }
                          complete.add(completion);
                        }));
    try {
      handOn(begun, complete, finished);
    } catch (RuntimeException | Error failed) {
      givenUp.set(true);
      begun.forEach(share -> share.exceptionally(ended -> List.of()).join());
      throw failed;
    }
    return RankThreads.results(begun).stream().flatMap(List::stream).toList();
  }

  /** Gives answers to the calling thread as they come, until no rank is at work any more. */
  private static void handOn(
      List<? extends CompletableFuture<?>> begun,
      BlockingQueue<Completion> complete,
      Consumer<Completion> finished) {
    boolean ended = false;
    while (!ended || !complete.isEmpty()) {
      ended = begun.stream().allMatch(CompletableFuture::isDone);
      Completion next = next(complete);
      if (next != null) {
        finished.accept(next);
      }
    }
  }

  private static @Nullable Completion next(BlockingQueue<Completion> complete) {
    try {
      return complete.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }
}
