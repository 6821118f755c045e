package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rlaif.trainer.stage.StageFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions over HTTP in the shape of the OpenAI API. */
public final class ChatServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);

  /** A connection on which nothing happens, also none of a long answer that is no stream. */
  private static final int IDLE_MINUTES = 15;

  /** Threads that read requests: templates and tokenizers take milliseconds. */
  private static final int READERS = 2;

  /** Of each connection; the system's own limit would let slow readers take megabytes. */
  private static final int SEND_BUFFER_BYTES = 128 * 1024;

  private static final int MOST_HEADER_BYTES = 16 * 1024;
  private static final int SECONDS_TO_STOP = 5;

  private final ServeSettings settings;
  private final Vertx vertx;
  private final Scheduler scheduler;
  private final Routes routes;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final HttpServer http;

  private ChatServer(AnswerEngine engine, List<ServedModel> models, ServeSettings settings) {
    this.settings = settings;
    this.vertx = Vertx.vertx(options());
    ObjectMapper json =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    var metrics = new ServeMetrics();
    this.scheduler = new Scheduler(engine, settings, metrics);
    var serving = new AnswerEndpoint.Serving(vertx, engine, scheduler, metrics, settings, open);
    this.routes = new Routes(models, serving, json);
    this.http =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHttp2ClearTextEnabled(false)
                    .setHandle100ContinueAutomatically(true)
                    .setMaxHeaderSize(MOST_HEADER_BYTES)
                    .setTcpNoDelay(true)
                    .setSendBufferSize(SEND_BUFFER_BYTES)
                    .setIdleTimeoutUnit(TimeUnit.MINUTES)
                    .setIdleTimeout(IDLE_MINUTES))
            .connectionHandler(
                connection -> {
                  connection.closeHandler(closed -> connections.decrementAndGet());
                  if (connections.incrementAndGet() > 2 * settings.limits().maxRequests()) {
                    connection.close();
                  }
                })
            .requestHandler(routes::handle);
  }

  /**
   * Listens until closed.
   *
   * @param models the first answers requests that name no model
   * @throws StageFailure if the address is taken
   */
  public static ChatServer start(
      AnswerEngine engine, List<ServedModel> models, ServeSettings settings) {
    if (models.isEmpty()) {
      throw new IllegalArgumentException("models are empty: name at least one");
    }
    var server = new ChatServer(engine, models, settings);
    try {
      await(server.http.listen(settings.port(), settings.host()));
    } catch (ExecutionException e) {
      server.close();
      throw StageFailure.environment(
          "serving: cannot listen on "
              + settings.host()
              + " port "
              + settings.port()
              + "; stop what listens there, or take another port",
          e);
    }
    server.scheduler.start();
    LOG.info(
        "serving host={} port={} models={}",
        settings.host(),
        server.port(),
        models.stream().map(ServedModel::name).collect(Collectors.joining(",")));
    return server;
  }

  /** From now on /readyz says that no more requests shall come; those that do are answered. */
  public void drain() {
    routes.drain();
  }

  public int port() {
    return http.actualPort();
  }

  /** Lets running answers end in the grace period, then stops listening. */
  @Override
  public void close() {
    scheduler.close();
    awaitWrites();
    try {
      await(vertx.close());
    } catch (ExecutionException e) {
      LOG.warn("the server did not stop as it should", e);
    }
  }

  /** Complete answers are still on their way into the sockets. */
  private void awaitWrites() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_STOP);
    try {
      while (open.get() > 0 && System.nanoTime() < end) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static VertxOptions options() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(READERS)
        .setInternalBlockingPoolSize(1)
        // on a machine that is fully used threads stand still for seconds, which is no news
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MINUTES)
        .setMaxEventLoopExecuteTime(1)
        .setMaxWorkerExecuteTimeUnit(TimeUnit.MINUTES)
        .setMaxWorkerExecuteTime(1)
        // it serves no files, and a container's root is read-only
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private static void await(Future<?> future) throws ExecutionException {
    try {
      future.toCompletionStage().toCompletableFuture().get(SECONDS_TO_STOP * 2L, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      throw new ExecutionException("nothing happened", e);
    }
  }
}
