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
  private boolean onDisk = true;
  private boolean overflowed;
  private @Nullable Ending ending;
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

  private record Ending(StepMetrics results, Map<String, Path> artifacts) {}

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

  /**
   * The run is over.
   *
   * @param results numbers of the whole run, under its last step
   * @param artifacts files by the path that they get
   */
  public synchronized void finish(StepMetrics results, Map<String, Path> artifacts) {
    ending = new Ending(results, Map.copyOf(artifacts));
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
    while (!onDisk && waiting.isEmpty() && ending == null && !closing) {
      wait();
    }
    return onDisk || !waiting.isEmpty() || ending != null;
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

  private synchronized @Nullable Ending ending() {
    return ending;
  }

  private synchronized void ended() {
    ending = null;
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
      Ending last = ending();
      if (last != null) {
        finish(id, last);
        ended();
      }
    }

    private void finish(String id, Ending last) {
      server.metrics(id, List.of(last.results()));
      boolean takesFiles = true;
      for (Map.Entry<String, Path> artifact : last.artifacts().entrySet()) {
        takesFiles = takesFiles && server.artifact(id, artifact.getKey(), artifact.getValue());
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
