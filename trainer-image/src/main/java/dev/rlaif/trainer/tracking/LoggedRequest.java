package dev.rlaif.trainer.tracking;

import static dev.rlaif.trainer.table.Column.Kind.INT;
import static dev.rlaif.trainer.table.Column.Kind.LONG;
import static dev.rlaif.trainer.table.Column.Kind.TEXT;
import static dev.rlaif.trainer.table.Column.Kind.TIME;

import dev.rlaif.trainer.table.Column;
import dev.rlaif.trainer.table.TableShape;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A request to a served model, and its answer.
 *
 * @param time when it came
 * @param id of the answer
 * @param path that it was sent to, such as {@code /v1/chat/completions}
 * @param model that answered
 * @param request its body, JSON
 * @param answer the text
 * @param finish why the answer ended, as the API says it
 * @param milliseconds from the request to the end of the answer
 */
public record LoggedRequest(
    Instant time,
    String id,
    String path,
    String model,
    String request,
    String answer,
    String finish,
    int promptTokens,
    int completionTokens,
    long milliseconds) {

  /** A folder for each day, in UTC. */
  static final TableShape<LoggedRequest> SHAPE =
      new TableShape<>(
          List.of(
              new Column<>(
                  "day",
                  TEXT,
                  "UTC, such as 2026-01-31",
                  row -> row.time().atOffset(ZoneOffset.UTC).toLocalDate().toString()),
              new Column<>("time", TIME, "when the request came", LoggedRequest::time),
              new Column<>("id", TEXT, "id of the answer", LoggedRequest::id),
              new Column<>("path", TEXT, "where it was sent to", LoggedRequest::path),
              new Column<>("model", TEXT, "who answered", LoggedRequest::model),
              new Column<>("request", TEXT, "body, JSON", LoggedRequest::request),
              new Column<>("answer", TEXT, "the answer", LoggedRequest::answer),
              new Column<>("finish", TEXT, "why the answer ended", LoggedRequest::finish),
              new Column<>(
                  "prompt_tokens", INT, "tokens of the prompt", LoggedRequest::promptTokens),
              new Column<>(
                  "completion_tokens",
                  INT,
                  "tokens of the answer",
                  LoggedRequest::completionTokens),
              new Column<>(
                  "milliseconds", LONG, "until the answer's end", LoggedRequest::milliseconds)),
          List.of("day"));

  /** Characters that are kept of it. */
  long size() {
    return request.length() + (long) answer.length();
  }

  LoggedRequest redacted(UnaryOperator<String> redaction) {
    return new LoggedRequest(
        time,
        id,
        path,
        model,
        redaction.apply(request),
        redaction.apply(answer),
        finish,
        promptTokens,
        completionTokens,
        milliseconds);
  }
}
