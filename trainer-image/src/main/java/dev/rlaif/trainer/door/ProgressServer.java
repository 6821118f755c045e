package dev.rlaif.trainer.door;

import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageProgress;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how far a stage is, to whoever asks; nothing can be changed through it. */
final class ProgressServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressServer.class);

  /** Most. Jetty listens with up to six of them on machines of many cores, and wants one more. */
  private static final int THREADS = 16;

  private final Javalin http;

  private ProgressServer(Javalin http) {
    this.http = http;
  }

  /**
   * Listens until closed; empty if the address cannot be had, which no stage fails for.
   *
   * @param port 0 takes a free one
   */
  static Optional<ProgressServer> start(String host, int port, Supplier<StageProgress> now) {
    Javalin http =
        Javalin.create(ProgressServer::configure)
            .get(
                StageDoor.PROGRESS_PATH,
                context ->
                    context.contentType("application/json").result(PlanJson.write(now.get())))
            .get("/healthz", context -> context.result("ok\n"));
    try {
      http.start(host, port);
      return Optional.of(new ProgressServer(http));
    } catch (JavalinBindException e) {
      LOG.warn("progress is not told: cannot listen on {} port {}", host, port);
      return Optional.empty();
    }
  }

  int port() {
    return http.port();
  }

  @Override
  public void close() {
    http.stop();
  }

  private static void configure(JavalinConfig config) {
    config.showJavalinBanner = false;
    config.startupWatcherEnabled = false;
    config.http.disableCompression();
    config.http.prefer405over404 = true;
    config.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
  }
}
