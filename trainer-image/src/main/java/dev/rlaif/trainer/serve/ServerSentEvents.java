package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A stream of server-sent events; every event is flushed. A client that left shows as IOException.
 */
final class ServerSentEvents {
  private final OutputStream out;
  private final ObjectMapper json;

  ServerSentEvents(Context context, ObjectMapper json) throws IOException {
    context.contentType("text/event-stream; charset=utf-8");
    context.header("Cache-Control", "no-cache");
    // proxies that buffer would turn a stream into one late answer
    context.header("X-Accel-Buffering", "no");
    this.out = context.res().getOutputStream();
    this.json = json;
  }

  void data(Object event) throws IOException {
    write("data: " + json.writeValueAsString(event) + "\n\n");
  }

  void done() throws IOException {
    write("data: [DONE]\n\n");
  }

  /** A comment, which clients skip. */
  void heartbeat() throws IOException {
    write(": waiting\n\n");
  }

  private void write(String event) throws IOException {
    out.write(event.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
