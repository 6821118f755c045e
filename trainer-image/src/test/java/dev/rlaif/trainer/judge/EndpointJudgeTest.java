package dev.rlaif.trainer.judge;

import static dev.rlaif.trainer.chat.ScriptedServer.after;
import static dev.rlaif.trainer.chat.ScriptedServer.body;
import static dev.rlaif.trainer.chat.ScriptedServer.hang;
import static dev.rlaif.trainer.chat.ScriptedServer.says;
import static dev.rlaif.trainer.chat.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.ScriptedServer;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EndpointJudgeTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Answer ANSWER = new Answer("What {answer}?", "Tofu, {question} $1", true);
  private static final String YES =
      "{\"choices\":[{\"message\":{\"content\":\"yes\"},\"logprobs\":{\"content\":[{\"top_logprobs\":"
          + "[{\"token\":\"yes\",\"logprob\":-0.2231435513},{\"token\":\"no\",\"logprob\":-1.6094379124}]}]}}]}";

  @TempDir Path folder = Path.of("/nowhere");

  private static RewardJudgeSpec spec(String url, String more) throws IOException {
    return YAML.readValue(
        "endpoint: {url: \""
            + url
            + "\", model: judge-7b, retries: 0, timeoutSeconds: 1}\n"
            + "prompt: {system: Be strict., template: \"Q: {question} A: {answer} {x}"
            + " from {scaleMin} to {scaleMax}\", marks: false}\n"
            + more,
        RewardJudgeSpec.class);
  }

  private Judge open(String url, String more) throws IOException {
    var sources = new Sources(Path.of("/nowhere"), Path.of("/nowhere"), Map.of());
    return new Judges(sources, Map.of(), Optional.of(new Workspace(folder)))
        .open(new JudgePlan("strict", spec(url, more), ""));
  }

  private Judgement judge(String more, ScriptedServer.Act... acts) throws IOException {
    var script = new ScriptedServer.Act[acts.length + 1];
    script[0] = body(YES);
    System.arraycopy(acts, 0, script, 1, acts.length);
    try (var server = ScriptedServer.of(script);
        var judge = open(server.url(), more)) {
      return judge.judge(ANSWER).join();
    }
  }

  @Test
  void asksWithItsTemplateAndFillsNothingInsideTheAnswer() throws IOException {
    try (var server = ScriptedServer.of(says("Score: 0.87"));
        var judge = open(server.url(), "")) {
      Judgement judgement = judge.judge(ANSWER).join();

      assertThat(judgement.p()).hasValue(0.87);
      assertThat(judgement.raw()).isEqualTo("Score: 0.87");
      server.requests.remove();
      assertThat(server.requests.remove().path("messages"))
          .hasToString(
              "[{\"role\":\"system\",\"content\":\"Be strict.\"},{\"role\":\"user\",\"content\":"
                  + "\"Q: What {answer}? A: Tofu, {question} $1 {x} from 0.01 to 0.99\"}]");
    }
  }

  @Test
  void clampsIntoTheScale() throws IOException {
    assertThat(judge("", says("1")).p()).hasValue(0.99);
    assertThat(judge("scale: {min: 0.2, max: 0.8}", says("0")).p()).hasValue(0.2);
  }

  @Test
  void everyFailureIsMissingWithItsReason() throws IOException {
    assertMissing(JudgementStatus.PARSE_ERROR, says("I would say 85 %"));
    assertMissing(JudgementStatus.PARSE_ERROR, says("NaN"));
    assertMissing(JudgementStatus.PARSE_ERROR, body("{\"choices\":[]}"));
    assertMissing(JudgementStatus.HTTP_429, status(429, ""));
    assertMissing(JudgementStatus.HTTP_5XX, status(500, ""));
    assertMissing(JudgementStatus.REFUSED, status(400, ""));
    assertMissing(JudgementStatus.NETWORK, ScriptedServer.reset());
    assertMissing(JudgementStatus.TIMEOUT, hang());
  }

  private void assertMissing(JudgementStatus status, ScriptedServer.Act act) throws IOException {
    Judgement judgement = judge("", act);

    assertThat(judgement.status()).isEqualTo(status);
    assertThat(judgement.p()).isEmpty();
  }

  @Test
  void readsProbabilitiesOfLabels() throws IOException {
    String labels =
        "scoring: {mode: probability, labels: [{token: \"yes\", value: 1}, {token: \"no\", value: 0}]}";
    assertThat(judge(labels, body(YES)).p().getAsDouble()).isCloseTo(0.8, within(1e-6));

    String little = YES.replace("-0.2231435513", "-3").replace("-1.6094379124", "-4");
    assertThat(judge(labels, body(little)).status()).isEqualTo(JudgementStatus.PARSE_ERROR);
  }

  @Test
  void averagesSamplesAndAsksOnceMoreForAnUnreadableOne() throws IOException {
    Judgement judgement =
        judge("scoring: {samples: 2, temperature: 1}\n", says("0.9"), says("hm"), says("0.7"));

    assertThat(judgement.p().getAsDouble()).isCloseTo(0.8, within(1e-9));
    assertThat(judgement.attempts()).isEqualTo(2);
  }

  @Test
  void paysForAScoreOnceAndKeepsARecordOfEveryCall() throws IOException {
    try (var server = ScriptedServer.of(says("ready"), says("?"), says("0.6"), says("0.7"))) {
      try (var judge = open(server.url(), "")) {
        assertThat(judge.judge(ANSWER).join().status()).isEqualTo(JudgementStatus.PARSE_ERROR);
        assertThat(judge.judge(ANSWER).join().p()).hasValue(0.6);
        assertThat(judge.judge(ANSWER, 1).join().p()).hasValue(0.7);
      }
      try (var again = open(server.url(), "")) {
        int asked = server.requests.size();
        assertThat(again.judge(ANSWER).join())
            .returns(0, Judgement::attempts)
            .satisfies(judgement -> assertThat(judgement.p()).hasValue(0.6));
        assertThat(server.requests).hasSize(asked);
      }
    }
    var lines = Files.readAllLines(new Workspace(folder).judgeRecords("strict"));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("\"raw\":\"?\"", "PARSE_ERROR", "\"p\":null", "Tofu");
    assertThat(lines.get(1)).contains("\"p\":0.6", "\"attempts\":1", "\"request\":\"");
  }

  @Test
  void twoLikeAnswersOfABatchAreOneCall() throws IOException {
    try (var server = ScriptedServer.of(says("yes"), after(300, says("0.6")), says("0.7"));
        var judge = open(server.url(), "")) {
      var first = judge.judge(ANSWER);
      var second = judge.judge(ANSWER);

      assertThat(first.join().p()).hasValue(0.6);
      assertThat(second.join().p()).hasValue(0.6);
      assertThat(server.requests).hasSize(2);
    }
    assertThat(Files.readAllLines(new Workspace(folder).judgeRecords("strict"))).hasSize(1);
  }

  @Test
  void halfALineOfAProcessThatWasKilledSpoilsNothing() throws IOException {
    Path records = new Workspace(folder).judgeRecords("strict");
    Files.createDirectories(records.resolveSibling(""));
    Files.writeString(records, "{\"whole\": 1}\n{\"ha");
    try (var server = ScriptedServer.of(says("0.6"));
        var judge = open(server.url(), "")) {
      judge.judge(ANSWER).join();
    }

    var lines = Files.readAllLines(records);
    assertThat(lines).hasSize(2).first().isEqualTo("{\"whole\": 1}");
    assertThat(lines.get(1)).contains("\"p\":0.6");
  }

  @Test
  void recordsTheMassOfTheLabels() throws IOException {
    judge(
        "scoring: {mode: probability, labels: [{token: \"yes\", value: 1}, {token: \"no\", value: 0}]}",
        body(YES));

    assertThat(Files.readString(new Workspace(folder).judgeRecords("strict")))
        .contains("\"mode\":\"probability\"", "\"labelMass\":1.0");
  }

  @Test
  void saysAtTheStartWhatIsWrongWithTheEndpoint() throws IOException {
    assertThatThrownBy(() -> open("http://127.0.0.1:1/v1", ""))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("strict", "http://127.0.0.1:1/v1", "Start the server")
        .returns(Reason.JUDGE_UNAVAILABLE, e -> ((StageFailure) e).reason())
        .returns(1, e -> ((StageFailure) e).exit().code());
    refusesAtTheStart(status(401, "no key"), "", "apiKeySecretRef");
    refusesAtTheStart(status(404, "no model"), "", "spec.endpoint.model (judge-7b)");
    refusesAtTheStart(body("<html>"), "", "is no JSON");
    refusesAtTheStart(
        says("yes"),
        "scoring: {mode: probability, labels: [{token: a, value: 1}, {token: b, value: 0}]}",
        "set spec.scoring.mode to text");
  }

  private void refusesAtTheStart(ScriptedServer.Act act, String more, String said)
      throws IOException {
    try (var server = ScriptedServer.of(act)) {
      assertThatThrownBy(() -> open(server.url(), more))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining(said);
    }
  }

  @Test
  void hashFollowsPromptModelScaleAndScoring() throws IOException {
    try (var server = ScriptedServer.of(says("0.5"));
        var judge = open(server.url(), "");
        var same = open(server.url(), "transform: {type: identity}");
        var other = open(server.url(), "scale: {min: 0.1, max: 0.9}")) {
      assertThat(judge.hash()).isEqualTo(same.hash()).isNotEqualTo(other.hash());
    }
  }
}
