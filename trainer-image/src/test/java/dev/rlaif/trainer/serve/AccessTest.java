package dev.rlaif.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessTest extends ServedTest {
  @TempDir Path folder;

  @Test
  void onlyWhoHasAKeyMayAsk() throws Exception {
    FakeEngine engine = FakeEngine.saying("x");
    ChatServer server = serve(settings().withKeys(ApiKeys.of(keys("first\n\n second \n"))), engine);

    assertThat(status(server, "/v1/models", "Bearer first")).isEqualTo(200);
    assertThat(status(server, "/v1/models", "bearer second")).isEqualTo(200);
    for (String wrong :
        new String[] {"Bearer firs", "Bearer firstt", "Bearer ", "first", "Basic x"}) {
      assertThat(status(server, "/v1/models", wrong)).as(wrong).isEqualTo(401);
    }
    try (Response response = post(server, "/v1/chat/completions", "{" + ASK + "}")) {
      assertThat(response.code()).isEqualTo(401);
      assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer");
      JsonNode error = JSON.readTree(response.body().string()).at("/error");
      assertThat(error.at("/code").asText()).isEqualTo("invalid_api_key");
    }
    assertThat(status(server, "/healthz", "none")).isEqualTo(200);
    assertThat(engine.requests).isEmpty();
  }

  @Test
  void keysAreExchangedWithoutARestart() throws Exception {
    Path file = keys("old\n");
    ChatServer server = serve(settings().withKeys(ApiKeys.of(file)), FakeEngine.saying("x"));
    Files.writeString(file, "new\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
    assertThat(status(server, "/v1/models", "Bearer old")).isEqualTo(401);
    assertThat(status(server, "/v1/models", "Bearer new")).isEqualTo(200);
    Files.delete(file);
    assertThat(status(server, "/v1/models", "Bearer new")).isEqualTo(200);
  }

  @Test
  void aFileWithoutKeysIsRefusedAtTheStart() throws Exception {
    Path empty = keys(" \n");
    assertThatThrownBy(() -> ApiKeys.of(empty))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("one key a line");
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> ApiKeys.of(absent)).isInstanceOf(StageFailure.class);
    assertThat(ApiKeys.of(keys("secret"))).asString().doesNotContain("secret");
  }

  @Test
  void everyResponseHasARequestId() throws Exception {
    ChatServer server = serve(FakeEngine.saying("x"));
    Request own = request(server, "/v1/models").header("X-Request-Id", "mine-1").build();
    try (Response response = client.newCall(own).execute()) {
      assertThat(response.header("X-Request-Id")).isEqualTo("mine-1");
    }
    Request odd = request(server, "/v2").header("X-Request-Id", "a b;c").build();
    try (Response response = client.newCall(odd).execute()) {
      assertThat(response.header("X-Request-Id")).matches("[0-9a-f-]{36}");
    }
  }

  @Test
  void aBodyThatNeverComesIsNotWaitedFor() throws Exception {
    ChatServer server = serve(FakeEngine.saying("x"));
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      send(
          socket,
          "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\n"
              + "Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{");
      assertThat(firstLine(socket.getInputStream())).contains(" 408 ");
    }
  }

  @Test
  void aReaderThatStopsIsGivenUp() throws Exception {
    ServeSettings small =
        settings()
            .withTimes(
                new ServeTimes(
                    Duration.ofSeconds(9),
                    Duration.ofSeconds(9),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(1)));
    String word = "long word ".repeat(1000);
    FakeEngine engine = new FakeEngine(request -> word);
    ChatServer server =
        serve(small.withLimits(new ServeLimits(8, 8, 64, 2_000_000, 64, 100_000, 8, 0)), engine);
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
      String body =
          ("{" + ASK + ",'stream':true,'n':8,'logprobs':true,'top_logprobs':2,'max_tokens':9999}")
              .replace('\'', '"');
      send(
          socket,
          "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Type:"
              + " application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      await(() -> metric(server, "rlaif_serve_requests_cancelled_total") == 1);
    }
  }

  @Test
  void theDocumentHasThisServersBounds() throws Exception {
    JsonNode document = get(serve(FakeEngine.saying("x")), "/openapi.json");
    assertThat(document.at("/openapi").asText()).isEqualTo("3.1.0");
    assertThat(document.at("/components/schemas/ModelName/enum"))
        .hasToString("[\"veggie\",\"veggie-base\"]");
    assertThat(document.at("/components/schemas/MaxTokens/maximum").asInt()).isEqualTo(400);
    assertThat(document.has("security")).isFalse();
  }

  private int status(ChatServer server, String path, String authorization) throws IOException {
    Request asked = request(server, path).header("Authorization", authorization).build();
    try (Response response = client.newCall(asked).execute()) {
      return response.code();
    }
  }

  private Path keys(String text) throws IOException {
    return Files.writeString(folder.resolve("keys"), text);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String firstLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
