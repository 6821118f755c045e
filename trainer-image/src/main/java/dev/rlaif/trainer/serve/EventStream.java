package dev.rlaif.trainer.serve;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.nio.charset.StandardCharsets;

/**
 * A stream of server-sent events. Whoever writes asks first whether it is full, and is called again
 * when it is not; a client that reads nothing for too long is given up.
 */
final class EventStream {
  private final Vertx vertx;
  private final Exchange exchange;
  private final HttpServerResponse response;
  private final ServeTimes times;
  private final long heart;
  private boolean silent;
  private boolean blocked;

  EventStream(Vertx vertx, Exchange exchange, ServeTimes times) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.response = exchange.response();
    this.times = times;
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        .putHeader("Cache-Control", "no-cache")
        // proxies that buffer would turn a stream into one late answer
        .putHeader("X-Accel-Buffering", "no");
    this.heart = vertx.setPeriodic(times.heartbeat().toMillis(), beat -> beat());
  }

  /** Whether the client is gone, or the stream has ended. */
  boolean isOver() {
    return exchange.isOver();
  }

  /** Whether the client has to read first; then {@code room} is called when it has. */
  boolean isFull(Runnable room) {
    if (!response.writeQueueFull()) {
      return false;
    }
    if (!blocked) {
      blocked = true;
      long patience = vertx.setTimer(times.slowReader().toMillis(), late -> giveUp());
      response.drainHandler(
          drained -> {
            vertx.cancelTimer(patience);
            blocked = false;
            room.run();
          });
    }
    return true;
  }

  /** Closes without writing what waits first, which is what an ordinary close does. */
  private void giveUp() {
    ((HttpServerConnection) exchange.request().connection()).channelHandlerContext().close();
  }

  void data(Object event) {
    silent = false;
    response.write(
        Buffer.buffer("data: ").appendBuffer(exchange.written(event)).appendString("\n\n"));
  }

  void end() {
    vertx.cancelTimer(heart);
    response.end("data: [DONE]\n\n", StandardCharsets.UTF_8.name());
  }

  /** Ends without the mark of a stream that is whole. */
  void cut() {
    vertx.cancelTimer(heart);
    response.end();
  }

  /** A comment, which clients skip. */
  private void beat() {
    if (isOver()) {
      vertx.cancelTimer(heart);
    } else if (silent && !response.writeQueueFull()) {
      response.write(": waiting\n\n");
    }
    silent = true;
  }
}
