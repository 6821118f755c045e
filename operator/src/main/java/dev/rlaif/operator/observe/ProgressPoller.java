package dev.rlaif.operator.observe;

import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageProgress;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks running stages how far they are, and wakes a run when that has changed by what people would
 * notice. It knows only runs that were reconciled here, so of several operators the leader alone
 * polls. A stage that does not answer is no error: it may be busy, or of an image that cannot.
 */
public final class ProgressPoller extends AbstractEventSource<StageProgress, RlaifRunResource> {
  private static final int AT_ONCE = 8;

  /** A running stage, and where its first pod is. */
  record Target(StageName stage, String address) {}

  private final Map<ResourceID, Target> targets = new ConcurrentHashMap<>();
  private final Map<ResourceID, StageProgress> latest = new ConcurrentHashMap<>();
  private final Function<URI, Optional<String>> door;
  private final Duration interval;
  private @Nullable ScheduledExecutorService clock;
  private @Nullable ExecutorService callers;

  /**
   * @param door what an address answers; absent where it does not
   */
  public ProgressPoller(Duration interval, Function<URI, Optional<String>> door) {
    super(StageProgress.class);
    this.interval = interval;
    this.door = door;
  }

  /** From now on the run's stage is asked, if one of its stages runs. */
  public void follow(RlaifRunResource run, RunObservation seen) {
    ResourceID id = ResourceID.fromResource(run);
    Optional<Target> target =
        seen.stages().values().stream()
            .flatMap(
                stage ->
                    stage.address().map(address -> new Target(stage.stage(), address)).stream())
            .findFirst();
    if (target.isPresent()) {
      targets.put(id, target.get());
    } else {
      forget(id);
    }
  }

  /** What the run's stage said last. */
  public Optional<StageProgress> latest(RlaifRunResource run) {
    return Optional.ofNullable(latest.get(ResourceID.fromResource(run)));
  }

  @Override
  public Set<StageProgress> getSecondaryResources(RlaifRunResource run) {
    return latest(run).map(Set::of).orElse(Set.of());
  }

  @Override
  public synchronized void start() {
    super.start();
    callers = Executors.newFixedThreadPool(AT_ONCE, ProgressPoller::daemon);
    clock = Executors.newSingleThreadScheduledExecutor(ProgressPoller::daemon);
    clock.scheduleWithFixedDelay(
        this::pollAll, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void stop() {
    super.stop();
    if (clock != null) {
      clock.shutdownNow();
    }
    if (callers != null) {
      callers.shutdownNow();
    }
  }

  private void pollAll() {
    ExecutorService pool = callers;
    if (pool == null) {
      return;
    }
    List<Callable<Boolean>> calls =
        targets.entrySet().stream()
            .<Callable<Boolean>>map(target -> () -> poll(target.getKey(), target.getValue()))
            .toList();
    try {
      pool.invokeAll(calls);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the run was woken. */
  boolean poll(ResourceID run, Target target) {
    Optional<StageProgress> said =
        door.apply(uri(target.address()))
            .flatMap(ProgressPoller::read)
            .filter(progress -> progress.stage() == target.stage());
    if (said.isEmpty()) {
      return false;
    }
    StageProgress before = latest.put(run, said.get());
    boolean news = before == null || !figures(before).equals(figures(said.get()));
    if (news) {
      getEventHandler().handleEvent(new Event(run));
    }
    return news;
  }

  private void forget(ResourceID run) {
    targets.remove(run);
    latest.remove(run);
  }

  private static ProgressFigures figures(StageProgress progress) {
    return ProgressFigures.of(progress.training(), progress.checkpoint());
  }

  private static URI uri(String address) {
    String host = address.contains(":") ? "[" + address + "]" : address;
    return URI.create("http://" + host + ":" + StageDoor.PROGRESS_PORT + StageDoor.PROGRESS_PATH);
  }

  @SuppressWarnings("ConstantValue") // Jackson leaves null what the text leaves out
  private static Optional<StageProgress> read(String text) {
    try {
      return Optional.ofNullable(PlanJson.read(text, StageProgress.class))
          .filter(progress -> progress.stage() != null && progress.hash() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "progress");
    thread.setDaemon(true);
    return thread;
  }
}
