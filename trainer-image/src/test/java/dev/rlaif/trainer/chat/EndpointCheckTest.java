package dev.rlaif.trainer.chat;

import static dev.rlaif.trainer.chat.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EndpointCheckTest {
  private static final ApiKey KEY =
      ApiKey.secret("judge", "token", Map.of("RLAIF_SECRET_JUDGE_TOKEN", "sk-hidden"));

  private static void check(String url, ApiKey key) {
    var limits =
        new ChatLimits(
            1,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Duration.ofSeconds(5),
            0,
            Duration.ofSeconds(5),
            Duration.ofMinutes(30),
            Duration.ofMillis(1),
            10_000);
    var endpoint =
        new ChatEndpoint(url, "judge-7b", key, Optional.empty(), Optional.empty(), limits);
    try (var client = new ChatClient(endpoint)) {
      EndpointCheck.require("spec.endpoint", endpoint, client, 0);
    }
  }

  private static void refused(int status, String models, ApiKey key, String... said)
      throws IOException {
    try (var server = ScriptedServer.of(status(status, "no"))) {
      server.models = models;
      assertThatThrownBy(() -> check(server.url(), key))
          .isInstanceOf(StageFailure.class)
          .hasMessageContainingAll(said)
          .hasMessageNotContaining("sk-hidden")
          .returns(42, e -> ((StageFailure) e).exit().code());
    }
  }

  @Test
  void aModelThatIsNotThereIsToldWithThoseThatAre() throws IOException {
    String models = "{\"data\":[{\"id\":\"llama-8b\"},{\"id\":\"qwen-7b\"}]}";
    refused(404, models, KEY, "spec.endpoint.model (judge-7b)", "it has llama-8b, qwen-7b");
    refused(400, models, KEY, "it has llama-8b, qwen-7b");
    refused(404, "{\"data\":[{\"id\":\"judge-7b\"}]}", KEY, "knows the model", "ends with /v1");
    refused(404, "", KEY, "spec.endpoint.url (it usually ends with /v1)", "(judge-7b)");
    refused(404, "<html>", KEY, "spec.endpoint.url (it usually ends with /v1)");
  }

  @Test
  void aKeyThatIsMissingIsNotOneThatIsRefused() throws IOException {
    refused(401, "", ApiKey.none(), "wants an API key", "spec.endpoint.apiKeySecretRef");
    refused(401, "", KEY, "refuses the API key that spec.endpoint.apiKeySecretRef names");
    refused(403, "", KEY, "refuses the API key");
  }

  @Test
  void nobodyThereIsTheEnvironmentsFault() {
    assertThatThrownBy(() -> check("http://127.0.0.1:1/v1", KEY))
        .hasMessageContainingAll("http://127.0.0.1:1/v1", "curl http://127.0.0.1:1/v1/models")
        .returns(1, e -> ((StageFailure) e).exit().code());
  }

  @Test
  void aServerThatIsBrokenFromTheStartIsNotWaitedFor() throws IOException {
    try (var server = ScriptedServer.of(status(503, "loading the model"))) {
      assertThatThrownBy(() -> check(server.url(), KEY))
          .hasMessageContainingAll("503", "loading the model", "Start the server")
          .returns(1, e -> ((StageFailure) e).exit().code());
    }
  }

  @Test
  void anOverloadedServerIsThere() throws IOException {
    try (var server = ScriptedServer.of(status(429, "busy"))) {
      check(server.url(), KEY);
      assertThat(server.authorizations).contains("Bearer sk-hidden");
    }
  }
}
