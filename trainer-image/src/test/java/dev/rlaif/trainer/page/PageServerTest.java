package dev.rlaif.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class PageServerTest {
  @TempDir private static Path folder = Path.of("");

  private final OkHttpClient client = new OkHttpClient();
  private MadeWorkspace run = made();
  private PageServer server = started();

  private static MadeWorkspace made() {
    try {
      return new MadeWorkspace(folder.resolve("run")).begun().proved().trained(6, 30);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private PageServer started() {
    return PageServer.start(
        new PageSettings(
            run.workspace(), Optional.empty(), List.of("vegetarian-view.food.svc"), "127.0.0.1", 0),
        MadeWorkspace.ENVIRONMENT);
  }

  @BeforeAll
  void awaitIndex() throws Exception {
    for (int i = 0; i < 200 && json("/api/answers").path("total").asInt() < 180; i++) {
      Thread.sleep(50);
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Response get(String path, Map<String, String> headers) throws IOException {
    Request.Builder request = new Request.Builder().url(url(path));
    headers.forEach(request::header);
    return client.newCall(request.build()).execute();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private JsonNode json(String path) throws IOException {
    try (Response response = get(path, Map.of())) {
      return MadeRun.JSON.readTree(response.body().string());
    }
  }

  @Test
  void theDocumentMayBeDoneNothingElseWith() throws IOException {
    try (Response page = get("/", Map.of())) {
      assertThat(page.code()).isEqualTo(200);
      assertThat(page.header("Content-Security-Policy"))
          .contains("default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.header("Access-Control-Allow-Origin")).isNull();
      assertThat(page.body().string()).contains("vegetarian-small", "\"mode\":\"LIVE\"");
    }
  }

  @Test
  void saysThatItIsThere() throws IOException {
    try (Response health = get("/healthz", Map.of())) {
      assertThat(health.code()).isEqualTo(200);
      assertThat(health.body().string()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "q=beef, 36",
    "q=stew&minScore=0.5, 124",
    "q=stew&source=base, 0",
    "fromStep=2&toStep=3, 60",
    "maxScore=0.4, 31",
    "minLength=39, 6",
  })
  void answersAreFoundByWhatTheyAre(String query, int total) throws IOException {
    assertThat(json("/api/answers?" + query).path("total").asInt()).isEqualTo(total);
  }

  @Test
  void forbiddenWordsComeMarked() throws IOException {
    JsonNode answer = json("/api/answers?q=%22roast+beef%22&limit=1").path("answers").path(0);
    assertThat(answer.path("answer").asText()).isEqualTo("Roast beef with potatoes.");
    assertThat(answer.path("marks").toString()).isEqualTo("[[6,10]]");
  }

  @ParameterizedTest
  @CsvSource({
    "minScore=much, minScore is much",
    "order=upwards, order is upwards",
    "source=../plan, source is ../plan",
    "fromStep=Infinity, must be a finite number",
  })
  void wrongParametersAreNamed(String query, String message) throws IOException {
    try (Response response = get("/api/answers?" + query, Map.of())) {
      assertThat(response.code()).isEqualTo(400);
      assertThat(response.body().string()).contains(message);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Host, evil.example, 403",
    "Host, evil.example:80, 403",
    "Host, localhost.evil.example, 403",
    "Host, 127.0.0.1.evil.example, 403",
    "Host, localhost:1234, 200",
    "Host, [::1]:1234, 200",
    "Host, Vegetarian-View.food.svc:8090, 200",
    "Host, vegetarian-view, 403",
    "Origin, http://evil.example, 403",
    "Origin, null, 403",
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, same-origin, 200",
  })
  void onlyItsOwnPageMayAsk(String header, String value, int status) throws IOException {
    for (String path : new String[] {"/", "/api/answers", "/api/pairs"}) {
      try (Response response = get(path, Map.of(header, value))) {
        assertThat(response.code()).as(path).isEqualTo(status);
        if (status != 200) {
          assertThat(
                  MadeRun.JSON
                      .readTree(response.body().string())
                      .path("error")
                      .path("message")
                      .asText())
              .isNotEmpty();
        }
      }
    }
  }

  @Test
  void aLinkOfAnotherSiteMayOpenThePage() throws IOException {
    var headers = Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate");
    try (Response response = get("/", headers)) {
      assertThat(response.code()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void nothingCanBeChanged(String method) throws IOException {
    var body = RequestBody.create(new byte[] {1});
    for (String path : new String[] {"/", "/api/answers", "/nowhere"}) {
      try (Response response =
          client
              .newCall(new Request.Builder().url(url(path)).method(method, body).build())
              .execute()) {
        assertThat(response.code()).isEqualTo(405);
        assertThat(response.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(response.body().string()).contains("only GET");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/plan.json",
        "/../plan.json",
        "/%2e%2e/plan.json",
        "/..%2fplan.json",
        "/api/../../plan.json",
        "/api/answers/../../plan.json",
        "//plan.json",
        "/page.js",
        "/train/metrics.jsonl",
        "/%00",
      })
  void thereAreNoWaysToFiles(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var reply =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String status = reply.readLine();
      assertThat(status).containsPattern(" (404|400) ");
      assertThat(reply.lines().toList()).noneMatch(line -> line.contains("\"algorithm\""));
    }
  }

  @Test
  void eventsBringEverythingFirst() throws IOException {
    try (Response response = get("/api/events", Map.of())) {
      assertThat(response.header("Content-Type")).startsWith("text/event-stream");
      var source = response.body().source();
      StringBuilder seen = new StringBuilder();
      for (String line = source.readUtf8Line();
          line != null && !line.equals("event: answers");
          line = source.readUtf8Line()) {
        seen.append(line).append('\n');
      }
      assertThat(seen)
          .contains("event: state", "event: results", "event: metrics", "\"whole\":true")
          .contains("\"steps\":[1,2,3,4,5,6]");
    }
  }

  @Test
  void anAddressThatIsTakenIsSaid() {
    var taken =
        new PageSettings(run.workspace(), Optional.empty(), List.of(), "127.0.0.1", server.port());
    assertThatThrownBy(() -> PageServer.start(taken, MadeWorkspace.ENVIRONMENT))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("take another port with --port");
  }
}
