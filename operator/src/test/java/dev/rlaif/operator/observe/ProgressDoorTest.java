package dev.rlaif.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressDoorTest {
  private final ProgressDoor door = new ProgressDoor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @SuppressWarnings("NullAway.Init") // made before each test
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void givesTheAnswer() {
    answers("{}", 200);

    assertThat(door.apply(uri())).contains("{}");
  }

  @Test
  void givesNothingForAnErrorOrARedirection() {
    answers("moved", 302);

    assertThat(door.apply(uri())).isEmpty();
  }

  @Test
  void givesNothingWhereNobodyListens() {
    URI uri = uri();
    server.stop(0);

    assertThat(door.apply(uri)).isEmpty();
  }

  @Test
  void doesNotReadMoreThanAnAnswerCanHave() {
    answers("x".repeat(100_000), 200);

    assertThat(door.apply(uri())).contains("");
  }

  @Test
  void doesNotWaitForAnAnswerThatNeverEnds() {
    server.createContext(
        "/progress",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write('x');
            body.flush();
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Instant asked = Instant.now();

    assertThat(door.apply(uri())).isEmpty();
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }

  private void answers(String text, int code) {
    server.createContext(
        "/progress",
        exchange -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(code, bytes.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
          }
        });
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/progress");
  }
}
