package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request and its response, on their event loop. */
record Exchange(HttpServerRequest request, String id, ObjectMapper json) {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final String REQUEST_ID = "X-Request-Id";

  /** What may go into a log as a client gave it. */
  private static final Pattern GIVEN_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  static Exchange of(HttpServerRequest request, ObjectMapper json) {
    String given = request.getHeader(REQUEST_ID);
    String id =
        given != null && GIVEN_ID.matcher(given).matches() ? given : UUID.randomUUID().toString();
    request.response().putHeader(REQUEST_ID, id);
    return new Exchange(request, id, json);
  }

  HttpServerResponse response() {
    return request.response();
  }

  /** Whether nothing can be said any more. */
  boolean isOver() {
    return response().ended() || response().closed();
  }

  void json(int status, Object body) {
    end(status, "application/json", written(body));
  }

  void text(int status, String type, String body) {
    end(status, type, Buffer.buffer(body));
  }

  /**
   * Answers with what went wrong; what is no {@link ApiError} is logged and kept from the client.
   */
  ApiError fail(Throwable cause) {
    ApiError error = cause instanceof ApiError known ? known : ApiError.internal();
    if (error != cause) {
      LOG.error("{} {} {} failed", id, request.method(), request.path(), cause);
    }
    error
        .retryAfter()
        .ifPresent(
            wait ->
                response().putHeader("Retry-After", String.valueOf(Math.max(1, wait.toSeconds()))));
    if (error.status() == 401) {
      response().putHeader("WWW-Authenticate", "Bearer");
    }
    json(error.status(), error.body());
    return error;
  }

  Buffer written(Object body) {
    try {
      return Buffer.buffer(json.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a reply is no JSON: " + body.getClass(), e);
    }
  }

  private void end(int status, String type, Buffer body) {
    if (!isOver()) {
      response().setStatusCode(status).putHeader("Content-Type", type).end(body);
    }
  }
}
