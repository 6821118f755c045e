package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes in the body of a request, within limits of size and time. */
final class RequestBody {
  /** How much of a body that is too large is thrown away, so that its sender reads the answer. */
  private static final int THROWN_AWAY = 4;

  private final HttpServerRequest request;
  private final int most;
  private final Promise<Buffer> whole = Promise.promise();
  private final Buffer bytes = Buffer.buffer();
  private long seen;

  private RequestBody(HttpServerRequest request, int most) {
    this.request = request;
    this.most = most;
  }

  /**
   * The body, or an {@link ApiError} that says what is wrong with it.
   *
   * @param most bytes
   */
  static Future<Buffer> of(Vertx vertx, HttpServerRequest request, int most, Duration patience) {
    var body = new RequestBody(request, most);
    request.handler(body::add).endHandler(end -> body.end()).exceptionHandler(body.whole::tryFail);
    long timer = vertx.setTimer(Math.max(1, patience.toMillis()), late -> body.late(patience));
    return body.whole.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  /**
   * The object that a body holds.
   *
   * @throws ApiError it is none
   */
  static JsonNode object(ObjectMapper json, Buffer body) {
    try {
      JsonNode node = json.readTree(body.getBytes());
      if (node == null || !node.isObject()) {
        throw ApiError.request(400, "the body must be a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw ApiError.request(400, "the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw ApiError.request(400, "the body is not UTF-8");
    }
  }

  /** A page of another site can send forms to this machine, but not JSON. */
  static void requireJson(@Nullable String contentType) {
    if (contentType == null || !contentType.startsWith("application/json")) {
      throw ApiError.request(415, "Content-Type is " + contentType + ": must be application/json");
    }
  }

  private void add(Buffer part) {
    seen += part.length();
    if (seen <= most) {
      bytes.appendBuffer(part);
    } else if (seen > (long) THROWN_AWAY * most) {
      end();
    }
  }

  private void end() {
    if (seen > most) {
      request.response().putHeader("Connection", "close");
      whole.tryFail(ApiError.request(413, "the body is larger than " + most + " bytes: send less"));
    } else {
      whole.tryComplete(bytes);
    }
  }

  private void late(Duration patience) {
    request.response().putHeader("Connection", "close");
    whole.tryFail(
        ApiError.request(408, "the body did not come within " + patience.toSeconds() + " s"));
  }
}
