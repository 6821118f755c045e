package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rlaif.trainer.stage.StageFailure;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions over HTTP in the shape of the OpenAI API. */
public final class ChatServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);

  private final ObjectMapper json =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private final List<ServedModel> models;
  private final ServeMetrics metrics = new ServeMetrics();
  private final long started = Instant.now().getEpochSecond();
  private final BatchWorker worker;
  private final Javalin http;
  private volatile boolean draining;

  private ChatServer(List<ServedModel> models, ServeSettings settings) {
    this.models = List.copyOf(models);
    this.worker = new BatchWorker(settings, metrics);
    var reader = new RequestReader(this.models, settings);
    var chat = new AnswerHandler(ReplyShape.CHAT, reader::chat, worker, metrics, settings, json);
    var completion =
        new AnswerHandler(
            ReplyShape.COMPLETION, reader::completion, worker, metrics, settings, json);
    this.http =
        Javalin.create(config -> configure(config, settings))
            .post("/v1/chat/completions", chat::handle)
            .post("/v1/completions", completion::handle)
            .get("/v1/models", this::listModels)
            .get("/v1/models/{model}", this::showModel)
            .get("/healthz", this::health)
            .get("/readyz", this::ready)
            .get("/metrics", this::scrape)
            .exception(ApiError.class, this::refuse)
            .exception(HttpResponseException.class, this::refuseHttp)
            .exception(Exception.class, this::fail);
  }

  /**
   * Listens until closed.
   *
   * @param models the first answers requests that name no model
   * @throws StageFailure if the address is taken
   */
  public static ChatServer start(List<ServedModel> models, ServeSettings settings) {
    if (models.isEmpty()) {
      throw new IllegalArgumentException("models are empty: name at least one");
    }
    var server = new ChatServer(models, settings);
    try {
      server.http.start(settings.host(), settings.port());
    } catch (JavalinBindException e) {
      throw StageFailure.environment(
          "serving: cannot listen on "
              + settings.host()
              + " port "
              + settings.port()
              + "; stop what listens there, or take another port",
          e);
    }
    server.worker.start();
    LOG.info("serving host={} port={} models={}", settings.host(), server.port(), names(models));
    return server;
  }

  /** From now on /readyz says that no more requests shall come; those that do are answered. */
  public void drain() {
    draining = true;
  }

  public int port() {
    return http.port();
  }

  /** Lets running answers end in the grace period, then stops listening. */
  @Override
  public void close() {
    worker.close();
    awaitWrites();
    http.stop();
  }

  /**
   * Complete answers are still on their way into the sockets. Jetty's own graceful stop would wait
   * for idle connections too.
   */
  private void awaitWrites() {
    var requests = http.jettyServer().server().getChildHandlerByClass(StatisticsHandler.class);
    try {
      for (int i = 0; i < 100 && requests != null && requests.getRequestsActive() > 0; i++) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void configure(JavalinConfig config, ServeSettings settings) {
    config.showJavalinBanner = false;
    config.startupWatcherEnabled = false;
    config.http.disableCompression();
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = settings.maxBodyBytes() + 1L;
  }

  private void listModels(Context context) throws IOException {
    write(context, new Models("list", models.stream().map(this::described).toList()));
  }

  private void showModel(Context context) throws IOException {
    String name = context.pathParam("model");
    var model = models.stream().filter(served -> served.name().equals(name)).findFirst();
    write(context, described(model.orElseThrow(() -> ApiError.noSuchModel(name, names(models)))));
  }

  private void health(Context context) {
    context.status(worker.alive() ? 200 : 503).result(worker.alive() ? "ok\n" : "not generating\n");
  }

  private void ready(Context context) {
    boolean ready = worker.alive() && !draining;
    context.status(ready ? 200 : 503).result(ready ? "ok\n" : "no more requests\n");
  }

  private void scrape(Context context) {
    context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
  }

  private void refuse(ApiError error, Context context) {
    context.status(error.status());
    error
        .retryAfter()
        .ifPresent(
            wait ->
                context.header("Retry-After", String.valueOf(Math.max(1, wait.toSeconds() + 1))));
    try {
      write(context, error.body());
    } catch (IOException e) {
      LOG.debug("client left before it heard of {}", error.getMessage());
    }
  }

  private void refuseHttp(HttpResponseException error, Context context) {
    String message = context.method() + " " + context.path() + ": " + error.getMessage();
    refuse(ApiError.request(error.getStatus(), message), context);
  }

  private void fail(Exception error, Context context) {
    LOG.error("{} {} failed", context.method(), context.path(), error);
    refuse(ApiError.internal(), context);
  }

  private void write(Context context, Object body) throws IOException {
    context.contentType("application/json").result(json.writeValueAsBytes(body));
  }

  private Model described(ServedModel model) {
    return new Model(model.name(), "model", started, "rlaif");
  }

  private static String names(List<ServedModel> models) {
    return String.join(", ", models.stream().map(ServedModel::name).toList());
  }

  private record Models(String object, List<Model> data) {}

  private record Model(
      String id, String object, long created, @JsonProperty("owned_by") String ownedBy) {}
}
