package dev.rlaif.trainer.tracking;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run as an MLflow server knows it. What there is to say waits in the log of metrics on the disk,
 * and a thread of its own says it: a server that is slow, or down for hours, delays no step, and
 * hears later what it missed, if need be from the process that goes on with the run.
 */
public final class MlflowRun implements AutoCloseable {
  /** By which the server finds the run again. */
  static final String TAG = "rlaif.run_id";

  private static final int STEPS_IN_MEMORY = 1000;
  private static final long LONGEST_PAUSE_SECONDS = 60;

  private final Settings settings;
  private final Consumer<String> notes;
  private final Duration patience;
  private final Thread sender = new Thread(this::send, "mlflow");

  private final List<StepMetrics> waiting = new ArrayList<>();
  private final List<StepMetrics> extras = new ArrayList<>();
  private boolean onDisk = true;
  private boolean overflowed;
  private @Nullable Map<String, Path> artifacts;
  private boolean closing;

  /**
   * What a run is to MLflow.
   *
   * @param uri of the server
   * @param token of it
   * @param name of the run
   * @param id that no other run has
   * @param params that it is compared by
   * @param metrics log of its steps, JSON lines
   */
  public record Settings(
      String uri,
      Optional<String> token,
      String experiment,
      String name,
      String id,
      Map<String, String> params,
      Path metrics) {}

  private MlflowRun(Settings settings, Duration patience, Consumer<String> notes) {
    this.settings = settings;
    this.patience = patience;
    this.notes = notes;
  }

  /**
   * Goes on with a run, or begins it.
   *
   * @param patience how long {@link #close} waits for what is still to be said
   * @param notes for people, from any thread
   */
  public static MlflowRun open(Settings settings, Duration patience, Consumer<String> notes) {
    MlflowRun run = new MlflowRun(settings, patience, notes);
    run.sender.setDaemon(true);
    run.sender.start();
    return run;
  }

  /** Says the numbers of a step that the log has. */
  public synchronized void step(StepMetrics metrics) {
    if (waiting.size() == STEPS_IN_MEMORY) {
      waiting.clear();
      overflowed = true;
    }
    waiting.add(metrics);
    notifyAll();
  }

  /** Says numbers that the log does not have, such as those of a validation. */
  public synchronized void extra(StepMetrics metrics) {
    if (extras.size() < STEPS_IN_MEMORY) {
      extras.add(metrics);
    }
    notifyAll();
  }

  /**
   * The run is over.
   *
   * @param files that are kept with it, by the path that they get
   */
  public synchronized void finish(Map<String, Path> files) {
    artifacts = Map.copyOf(files);
    notifyAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      sender.join(patience.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (sender.isAlive()) {
      sender.interrupt();
      notes.accept(
          "warning: MLflow at "
              + settings.uri()
              + " has not heard everything; it does when the run's next stage begins");
    }
  }

  private void send() {
    try (MlflowServer server = new MlflowServer(settings.uri(), settings.token())) {
      Progress said = new Progress(server);
      long pause = 1;
      while (isMoreToSay()) {
        try {
          said.go();
          pause = 1;
        } catch (RuntimeException e) {
          if (pause == 1) {
            notes.accept(
                "warning: MLflow at %s does not listen (%s); it is tried again, nothing waits for it"
                    .formatted(settings.uri(), e.getMessage()));
          }
          pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
          TimeUnit.SECONDS.sleep(pause);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until there is something; false when there will be nothing any more. */
  private synchronized boolean isMoreToSay() throws InterruptedException {
    while (!isThereMore() && !closing) {
      wait();
    }
    return isThereMore();
  }

  private synchronized boolean isThereMore() {
    return onDisk || overflowed || !waiting.isEmpty() || !extras.isEmpty() || artifacts != null;
  }

  /** The steps to look at; after a failure all that the log has. */
  private List<StepMetrics> take() {
    boolean all;
    List<StepMetrics> some;
    synchronized (this) {
      all = onDisk || overflowed;
      overflowed = false;
      some = List.copyOf(waiting);
      waiting.clear();
      // Until they are said: what fails is read again.
      onDisk = true;
    }
    return all ? MetricsLog.read(settings.metrics()) : some;
  }

  private synchronized void took() {
    onDisk = overflowed;
    overflowed = false;
  }

  private synchronized List<StepMetrics> extras() {
    return List.copyOf(extras);
  }

  private synchronized void said(List<StepMetrics> some) {
    extras.subList(0, some.size()).clear();
  }

  private synchronized Optional<Map<String, Path>> artifacts() {
    return Optional.ofNullable(artifacts);
  }

  private synchronized void finished() {
    artifacts = null;
  }

  /** What the server has heard; of the thread that sends. */
  private final class Progress {
    private final MlflowServer server;
    private @Nullable String run;
    private long lastStep;

    Progress(MlflowServer server) {
      this.server = server;
    }

    void go() {
      String id = run;
      if (id == null) {
        id = server.run(settings.experiment(), settings.name(), TAG, settings.id());
        server.params(id, settings.params());
        lastStep = server.lastStep(id);
        run = id;
      }
      List<StepMetrics> steps =
          take().stream().filter(metrics -> metrics.step() > lastStep).toList();
      server.metrics(id, steps);
      if (!steps.isEmpty()) {
        lastStep = steps.get(steps.size() - 1).step();
      }
      took();
      List<StepMetrics> more = extras();
      server.metrics(id, more);
      said(more);
      Optional<Map<String, Path>> files = artifacts();
      if (files.isPresent()) {
        finish(id, files.get());
        finished();
      }
    }

    private void finish(String id, Map<String, Path> files) {
      boolean takesFiles = true;
      for (Map.Entry<String, Path> file : files.entrySet()) {
        takesFiles = takesFiles && server.artifact(id, file.getKey(), file.getValue());
      }
      if (!takesFiles) {
        notes.accept(
            "note: MLflow at %s takes no files itself (its artifacts lie in a store of its own), so it has none of this run"
                .formatted(settings.uri()));
      }
      server.finished(id);
    }
  }
}
