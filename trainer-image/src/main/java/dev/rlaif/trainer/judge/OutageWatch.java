package dev.rlaif.trainer.judge;

import dev.rlaif.trainer.chat.Outage;
import dev.rlaif.trainer.stage.StopSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A stop signal that looks, each time it is asked, whether the judge is down: a stage waits where
 * it asks, so this is when somebody should hear why nothing moves.
 */
public final class OutageWatch implements StopSignal {
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(30);

  private final Judge judge;
  private final Consumer<Outage> down;
  private final Runnable back;
  private final StopSignal stop;
  private Optional<Duration> said = Optional.empty();

  /**
   * Watches a judge.
   *
   * @param down hears that the judge is down, and now and then for how long
   * @param back hears that it is back
   */
  public OutageWatch(Judge judge, Consumer<Outage> down, Runnable back, StopSignal stop) {
    this.judge = judge;
    this.down = down;
    this.back = back;
    this.stop = stop;
  }

  @Override
  public boolean isAsked() {
    look();
    return stop.isAsked();
  }

  @Override
  public <T> T await(CompletableFuture<T> result) {
    T value = StopSignal.super.await(result);
    look();
    return value;
  }

  private void look() {
    Optional<Outage> outage = judge.outage();
    if (outage.isPresent()) {
      Duration lasted = outage.get().lasted();
      if (said.isEmpty() || lasted.minus(said.get()).compareTo(BETWEEN_WORDS) >= 0) {
        said = Optional.of(lasted);
        down.accept(outage.get());
      }
    } else if (said.isPresent()) {
      said = Optional.empty();
      back.run();
    }
  }
}
