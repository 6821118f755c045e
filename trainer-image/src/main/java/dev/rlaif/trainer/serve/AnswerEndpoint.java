package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.serve.ReplyShape.Choice;
import dev.rlaif.trainer.serve.ReplyShape.Head;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Reads a request, has it answered, and sees to it that nothing goes on for a client that left. */
final class AnswerEndpoint {
  private final ReplyShape shape;
  private final Function<JsonNode, AnswerRequest> reader;
  private final Serving serving;

  /**
   * What the endpoints of a server share.
   *
   * @param open requests that are read, wait or are answered
   */
  record Serving(
      Vertx vertx,
      AnswerEngine engine,
      Scheduler scheduler,
      ServeMetrics metrics,
      ServeSettings settings,
      AtomicInteger open) {}

  AnswerEndpoint(ReplyShape shape, Function<JsonNode, AnswerRequest> reader, Serving serving) {
    this.shape = shape;
    this.reader = reader;
    this.serving = serving;
  }

  void handle(Exchange exchange) {
    ServeLimits limits = serving.settings().limits();
    int open = serving.open().incrementAndGet();
    Runnable arrived = serving.scheduler().expect();
    Runnable over =
        once(
            () -> {
              arrived.run();
              serving.open().decrementAndGet();
            });
    exchange.response().endHandler(end -> over.run()).closeHandler(left -> over.run());
    try {
      if (open > limits.maxRequests()) {
        exchange.response().putHeader("Connection", "close");
        throw ApiError.overloaded(
            limits.maxRequests() + " requests are open already: try again later",
            serving.scheduler().retryAfter());
      }
      RequestBody.requireJson(exchange.request().getHeader("Content-Type"));
    } catch (ApiError e) {
      refuse(exchange, e);
      return;
    }
    RequestBody.of(
            serving.vertx(),
            exchange.request(),
            limits.maxBodyBytes(),
            serving.settings().times().body())
        .compose(
            body ->
                serving
                    .vertx()
                    .executeBlocking(() -> read(exchange, body), false)
                    .onSuccess(request -> begin(exchange, request, body, over, arrived)))
        .onFailure(cause -> refuse(exchange, cause));
  }

  private AnswerRequest read(Exchange exchange, Buffer body) {
    return reader.apply(RequestBody.object(exchange.json(), body));
  }

  private void begin(
      Exchange exchange, AnswerRequest request, Buffer body, Runnable over, Runnable arrived) {
    if (exchange.isOver()) {
      return;
    }
    var answer = new RunningAnswer(request, serving.engine(), serving.metrics());
    exchange
        .response()
        .closeHandler(
            left -> {
              answer.cancel();
              serving.metrics().cancelled();
              over.run();
            });
    try {
      serving.scheduler().submit(answer);
      arrived.run();
    } catch (ApiError e) {
      refuse(exchange, e);
      return;
    }
    var head = new Head(exchange.id(), Instant.now().getEpochSecond(), request.model().name());
    var transcript = new Transcript(exchange, request, body, serving.settings().log());
    Context context = serving.vertx().getOrCreateContext();
    Runnable wake =
        request.stream()
            ? stream(exchange, head, answer, transcript)
            : () -> whole(exchange, head, answer, transcript);
    answer.listen(() -> context.runOnContext(now -> wake.run()));
  }

  private Runnable stream(
      Exchange exchange, Head head, RunningAnswer answer, Transcript transcript) {
    var events = new EventStream(serving.vertx(), exchange, serving.settings().times());
    var streamed = new StreamedAnswer(events, shape, head, answer, serving.engine(), transcript);
    streamed.begin();
    serving.metrics().request(shape.endpoint(), 200);
    return streamed::tell;
  }

  private void whole(Exchange exchange, Head head, RunningAnswer answer, Transcript transcript) {
    try {
      List<RunningAnswer.Said> said = answer.take();
      List<Choice> choices = shape.wholes(said, serving.engine());
      exchange.json(200, shape.reply(head, choices, answer.usage()));
      serving.metrics().request(shape.endpoint(), 200);
      transcript.add(said);
      transcript.end(answer.usage());
    } catch (RuntimeException e) {
      refuse(exchange, e);
    }
  }

  private void refuse(Exchange exchange, Throwable cause) {
    if (!exchange.isOver()) {
      serving.metrics().request(shape.endpoint(), exchange.fail(cause).status());
    }
  }

  private static Runnable once(Runnable action) {
    var done = new AtomicBoolean();
    return () -> {
      if (!done.getAndSet(true)) {
        action.run();
      }
    };
  }
}
