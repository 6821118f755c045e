package dev.rlaif.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.tracking.LoggedRequest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RequestsLoggedTest extends ServedTest {
  private final BlockingQueue<LoggedRequest> logged = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answersAreToldWithTheirRequests(boolean stream) throws Exception {
    ChatServer server = serve(settings().withLog(logged::add), FakeEngine.saying("Lentils."));
    try (Response response =
        post(
            server,
            "/v1/chat/completions",
            "{" + ASK + ",'model':'veggie','stream':" + stream + "}")) {
      assertThat(response.body().string()).contains(stream ? "[DONE]" : "Lentils.");
    }
    LoggedRequest told = logged.poll(10, TimeUnit.SECONDS);
    assertThat(told).isNotNull();
    assertThat(told.path()).isEqualTo("/v1/chat/completions");
    assertThat(told.model()).isEqualTo("veggie");
    assertThat(told.request()).contains("\"content\":\"Hi\"");
    assertThat(told.answer()).isEqualTo("Lentils.");
    assertThat(told.finish()).isEqualTo("stop");
    assertThat(told.promptTokens()).isEqualTo("user: Hi\n".length());
    assertThat(told.completionTokens()).isEqualTo("Lentils.".length() + 1);
  }

  @Test
  void refusedRequestsAreNot() throws Exception {
    ChatServer server = serve(settings().withLog(logged::add), FakeEngine.saying("x"));
    try (Response response = post(server, "/v1/chat/completions", "{'messages':[]}")) {
      assertThat(response.code()).isEqualTo(400);
    }
    assertThat(logged).isEmpty();
  }
}
