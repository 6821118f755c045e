package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.Metric;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.trainer.tracking.ProgressLine;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the stage at hand is, for whoever asks; hands all it hears on to a log. */
public final class Progress implements RunListener {
  private final RunListener log;
  private final Clock clock;
  private long done;
  private long total;
  private @Nullable Long remainingSeconds;
  private @Nullable Instant updated;
  private @Nullable Instant begun;
  private long begunWith;
  private List<Metric> metrics = List.of();
  private @Nullable CheckpointStatus checkpoint;
  private @Nullable String pause;
  private @Nullable Instant pausedSince;

  public Progress(RunListener log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** Units of work done and to do, with the figures of the last step; empty before the first. */
  public synchronized Optional<TrainingStatus> training() {
    return total == 0
        ? Optional.empty()
        : Optional.of(
            new TrainingStatus(
                done, total, (int) (100 * done / total), remainingSeconds, updated, metrics));
  }

  /** The newest checkpoint that is complete. */
  public synchronized Optional<CheckpointStatus> checkpoint() {
    return Optional.ofNullable(checkpoint);
  }

  /** Why the stage waits, while it does. */
  public synchronized Optional<String> pause() {
    return Optional.ofNullable(pause);
  }

  @Override
  public synchronized void pauses(String why) {
    log.pauses(why);
    if (pause == null) {
      pausedSince = clock.instant();
    }
    pause = why;
  }

  @Override
  public synchronized void goesOn() {
    log.goesOn();
    pause = null;
    log.notes("goes on after %d s of waiting".formatted(pausedSeconds()));
  }

  private long pausedSeconds() {
    return pausedSince == null ? 0 : Duration.between(pausedSince, clock.instant()).toSeconds();
  }

  @Override
  public synchronized void begins(StageName stage, String what) {
    log.begins(stage, what);
    total = 0;
    begun = null;
    pause = null;
    metrics = List.of();
    checkpoint = null;
  }

  @Override
  public void notes(String line) {
    log.notes(line);
  }

  @Override
  public void concludes(String text) {
    log.concludes(text);
  }

  @Override
  public synchronized void counts(String what, long count, long of) {
    log.counts(what, count, of);
    Instant now = clock.instant();
    if (begun == null || of != total) {
      begin(now, count, of);
    }
    if (count < done) {
      return; // of another thread, and late
    }
    long here = count - begunWith;
    remainingSeconds =
        here == 0 ? null : Duration.between(begun, now).toSeconds() * (of - count) / here;
    update(now, count);
  }

  @Override
  public synchronized void trains(long before, long of) {
    log.trains(before, of);
    begin(clock.instant(), before, of);
    if (before > 0) {
      checkpoint = new CheckpointStatus(before, null);
    }
  }

  @Override
  public synchronized void stepped(ProgressLine line, StepMetrics step) {
    log.stepped(line, step);
    remainingSeconds = line.remaining().toSeconds();
    metrics = StatusFigures.metrics(step);
    total = line.total();
    update(clock.instant(), line.done());
  }

  @Override
  public synchronized void saved(long step) {
    log.saved(step);
    checkpoint = new CheckpointStatus(step, clock.instant());
  }

  @Override
  public void finished(StageReport report) {
    log.finished(report);
  }

  private void begin(Instant now, long before, long of) {
    begun = now;
    begunWith = before;
    total = of;
    remainingSeconds = null;
    update(now, before);
  }

  private void update(Instant now, long count) {
    updated = now;
    done = count;
  }
}
