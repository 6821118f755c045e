package dev.rlaif.trainer.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.Metric;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageProgress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressServerTest {
  private static final String HOST = "127.0.0.1";

  private final HttpClient client = HttpClient.newHttpClient();
  private StageProgress now = new StageProgress(StageName.PROMPTS, "sha256:1", null, null, null);
  private final ProgressServer server = ProgressServer.start(HOST, 0, () -> now).orElseThrow();

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://" + HOST + ":" + server.port() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  @Test
  void tellsWhereTheStageIsNow() throws Exception {
    assertThat(ask("GET", "/progress").body())
        .isEqualTo("{\"hash\":\"sha256:1\",\"stage\":\"prompts\"}");
    now =
        new StageProgress(
            StageName.TRAIN,
            "sha256:1",
            new TrainingStatus(
                3L,
                40L,
                7,
                61L,
                Instant.parse("2026-05-01T10:00:00Z"),
                List.of(new Metric("reward_mean", "0.25"))),
            new CheckpointStatus(2L, null),
            null);

    HttpResponse<String> reply = ask("GET", "/progress");

    assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(PlanJson.read(reply.body(), StageProgress.class)).isEqualTo(now);
    assertThat(reply.body()).contains("\"lastUpdatedTime\":\"2026-05-01T10:00:00Z\"");
  }

  @Test
  void canOnlyBeRead() throws Exception {
    assertThat(ask("GET", "/healthz").statusCode()).isEqualTo(200);
    for (String method : List.of("POST", "PUT", "DELETE")) {
      assertThat(ask(method, "/progress").statusCode()).as(method).isEqualTo(405);
    }
    assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
  }

  @Test
  void aPortThatIsTakenIsNoFailure() {
    assertThat(ProgressServer.start(HOST, server.port(), () -> now)).isEmpty();
  }
}
