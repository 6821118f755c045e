package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.serve.ReplyShape.Choice;
import dev.rlaif.trainer.serve.ReplyShape.Head;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reads a request, has it answered, writes the reply whole or as a stream. */
final class AnswerHandler {
  private final ReplyShape shape;
  private final Function<JsonNode, AnswerRequest> reader;
  private final BatchWorker worker;
  private final ServeMetrics metrics;
  private final ServeSettings settings;
  private final ObjectMapper json;

  AnswerHandler(
      ReplyShape shape,
      Function<JsonNode, AnswerRequest> reader,
      BatchWorker worker,
      ServeMetrics metrics,
      ServeSettings settings,
      ObjectMapper json) {
    this.shape = shape;
    this.reader = reader;
    this.worker = worker;
    this.metrics = metrics;
    this.settings = settings;
    this.json = json;
  }

  void handle(Context context) throws IOException, InterruptedException {
    try {
      AnswerRequest request = reader.apply(body(context));
      try (var answer = RunningAnswer.start(request, worker, metrics)) {
        var head =
            new Head(
                UUID.randomUUID().toString(),
                Instant.now().getEpochSecond(),
                request.model().name());
        if (request.stream()) {
          stream(context, request, head, answer);
        } else {
          context.contentType("application/json");
          context.result(json.writeValueAsBytes(whole(request, head, answer)));
        }
        metrics.request(shape.endpoint(), 200);
      }
    } catch (ApiError e) {
      metrics.request(shape.endpoint(), e.status());
      throw e;
    }
  }

  private JsonNode body(Context context) throws IOException {
    String type = context.contentType();
    // a page of another site can send forms to this machine, but not JSON
    if (type == null || !type.startsWith("application/json")) {
      throw ApiError.request(415, "Content-Type is " + type + ": must be application/json");
    }
    byte[] body = context.req().getInputStream().readNBytes(settings.maxBodyBytes() + 1);
    if (body.length > settings.maxBodyBytes()) {
      throw ApiError.request(
          413, "the body is larger than " + settings.maxBodyBytes() + " bytes: send less");
    }
    try {
      JsonNode node = json.readTree(body);
      if (node == null || !node.isObject()) {
        throw ApiError.request(400, "the body must be a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw ApiError.request(400, "the body is not JSON: " + e.getOriginalMessage());
    }
  }

  private ReplyShape.Reply whole(AnswerRequest request, Head head, RunningAnswer answer)
      throws InterruptedException {
    List<StringBuilder> texts =
        IntStream.range(0, answer.choices()).mapToObj(i -> new StringBuilder()).toList();
    List<Choice> choices = new ArrayList<>();
    while (!answer.isDone()) {
      RowEvent event = answer.next(settings.heartbeat()).orElse(null);
      if (event instanceof RowEvent.Piece piece) {
        texts.get(piece.choice()).append(piece.text());
      } else if (event instanceof RowEvent.Done done) {
        String text = texts.get(done.choice()).toString();
        LogProbs logProbs =
            request.wantedChances() < 0
                ? null
                : LogProbs.of(done.chances(), request.model().engine());
        choices.add(shape.whole(done.choice(), text, done.reason(), logProbs));
      }
    }
    choices.sort((a, b) -> Integer.compare(a.index(), b.index()));
    return shape.reply(head, choices, answer.usage());
  }

  private void stream(Context context, AnswerRequest request, Head head, RunningAnswer answer)
      throws InterruptedException {
    try {
      var events = new ServerSentEvents(context, json);
      for (int i = 0; i < answer.choices(); i++) {
        var first = shape.first(i);
        if (first.isPresent()) {
          events.data(shape.chunk(head, List.of(first.get()), null));
        }
      }
      try {
        while (!answer.isDone()) {
          tell(events, head, answer);
        }
      } catch (ApiError e) {
        // the status line is gone: the error is the stream's last event
        events.data(e.body());
        return;
      }
      if (request.includeUsage()) {
        events.data(shape.chunk(head, List.of(), answer.usage()));
      }
      events.done();
    } catch (IOException e) {
      // the client left; closing the answer cancels what is still generated
      metrics.cancelled();
    }
  }

  private void tell(ServerSentEvents events, Head head, RunningAnswer answer)
      throws IOException, InterruptedException {
    RowEvent event = answer.next(settings.heartbeat()).orElse(null);
    if (event == null) {
      events.heartbeat();
    } else if (event instanceof RowEvent.Piece piece && !piece.text().isEmpty()) {
      events.data(shape.chunk(head, List.of(shape.piece(piece.choice(), piece.text())), null));
    } else if (event instanceof RowEvent.Done done) {
      events.data(shape.chunk(head, List.of(shape.last(done.choice(), done.reason())), null));
    }
  }
}
