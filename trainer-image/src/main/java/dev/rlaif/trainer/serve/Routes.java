package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Which path leads where, and who may go there. */
final class Routes {
  private static final String API = "/v1/";
  private static final String MODEL = "/v1/models/";
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final List<ServedModel> models;
  private final AnswerEndpoint.Serving serving;
  private final ObjectMapper json;
  private final AnswerEndpoint chat;
  private final AnswerEndpoint completions;
  private final Object document;
  private final long started = Instant.now().getEpochSecond();
  private volatile boolean draining;

  Routes(List<ServedModel> models, AnswerEndpoint.Serving serving, ObjectMapper json) {
    this.models = List.copyOf(models);
    this.serving = serving;
    this.json = json;
    var reader = new RequestReader(models, serving.engine(), serving.settings().limits());
    this.chat = new AnswerEndpoint(ReplyShape.CHAT, reader::chat, serving);
    this.completions = new AnswerEndpoint(ReplyShape.COMPLETION, reader::completion, serving);
    this.document = OpenApiDocument.of(json, names(), serving.settings());
  }

  void drain() {
    draining = true;
  }

  void handle(HttpServerRequest request) {
    Exchange exchange = Exchange.of(request, json);
    try {
      String path = String.valueOf(request.path());
      if (path.startsWith(API)
          && !serving.settings().keys().admit(request.getHeader("Authorization"))) {
        throw ApiError.unauthorised();
      }
      route(exchange, path);
    } catch (ApiError e) {
      exchange.fail(e);
    }
  }

  private void route(Exchange exchange, String path) {
    switch (path) {
      case "/v1/chat/completions" -> only("POST", exchange, chat::handle);
      case "/v1/completions" -> only("POST", exchange, completions::handle);
      case "/v1/models" -> only("GET", exchange, this::listModels);
      case "/healthz" -> only("GET", exchange, this::health);
      case "/readyz" -> only("GET", exchange, this::ready);
      case "/metrics" ->
          only("GET", exchange, to -> to.text(200, METRICS_TYPE, serving.metrics().scrape()));
      case "/openapi.json" -> only("GET", exchange, to -> to.json(200, document));
      default -> {
        if (!path.startsWith(MODEL)) {
          throw ApiError.request(404, "no such path: " + path + "; /openapi.json has them all");
        }
        only("GET", exchange, to -> showModel(to, path.substring(MODEL.length())));
      }
    }
  }

  private static void only(String method, Exchange exchange, Consumer<Exchange> action) {
    if (!exchange.request().method().name().equals(method)) {
      exchange.response().putHeader("Allow", method);
      throw ApiError.request(405, "only " + method + " is known here");
    }
    action.accept(exchange);
  }

  private void listModels(Exchange exchange) {
    exchange.json(200, new Models("list", models.stream().map(this::described).toList()));
  }

  private void showModel(Exchange exchange, String encoded) {
    String name;
    try {
      name = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiError.request(400, "the path is not percent-encoded as it should be");
    }
    ServedModel model =
        models.stream()
            .filter(served -> served.name().equals(name))
            .findFirst()
            .orElseThrow(() -> ApiError.noSuchModel(name, String.join(", ", names())));
    exchange.json(200, described(model));
  }

  private void health(Exchange exchange) {
    boolean alive = serving.scheduler().alive();
    exchange.text(alive ? 200 : 503, "text/plain", alive ? "ok\n" : "not generating\n");
  }

  private void ready(Exchange exchange) {
    boolean ready = serving.scheduler().alive() && !draining;
    exchange.text(ready ? 200 : 503, "text/plain", ready ? "ok\n" : "no more requests\n");
  }

  private List<String> names() {
    return models.stream().map(ServedModel::name).toList();
  }

  private Model described(ServedModel model) {
    return new Model(model.name(), "model", started, "rlaif");
  }

  private record Models(String object, List<Model> data) {}

  private record Model(
      String id, String object, long created, @JsonProperty("owned_by") String ownedBy) {}
}
