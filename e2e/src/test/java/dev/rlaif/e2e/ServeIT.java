package dev.rlaif.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.trainer.evaluate.EvaluationFiles;
import dev.rlaif.trainer.evaluate.EvaluationSample;
import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judges;
import dev.rlaif.trainer.stage.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ServeIT {
  private static final Pattern LISTENING = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/v1");
  private static final String MODEL = "vegetarian-small";

  @Test
  void runThatPassedIsServed() {
    FinishedRun run = FinishedRun.ofSeed(1);
    try (Rlaif.Running server = serve(run);
        Judge judge = judge()) {
      Client client = Client.of(server.awaitOutput(LISTENING));
      assertThat(client.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(client.json("/v1/models").path("data").findValuesAsText("id"))
          .containsExactly(MODEL, MODEL + "-base");
      for (String question : goodQuestions(run)) {
        JsonNode reply = client.chat(MODEL, question);
        String answer = reply.path("choices").path(0).path("message").path("content").asText();
        assertThat(answer).as(reply.toString()).isNotBlank();
        assertThat(judge.judge(new Answer(question, answer, true)).join().raw())
            .as("%s %s", question, answer)
            .doesNotStartWith("forbidden");
        assertThat(client.streamed(MODEL, question)).isEqualTo(answer);
      }
      assertThat(client.get("/metrics").body())
          .containsPattern("rlaif_serve_requests_total\\{[^}]*} [1-9]")
          .contains("rlaif_serve_generation_tokens_total{model_name=\"" + MODEL + "\"}");
      assertThat(client.chat("another", "Hello?").path("error").path("message").asText())
          .contains("another");
      server.process().destroy();
      server.await();
      assertThat(server.output()).doesNotContain("Exception");
    }
  }

  @Test
  void rejectedRunIsNotServedUnlessForced() {
    FinishedRun run = FinishedRun.rejected();
    assertThat(run.ended().exitCode()).as(run.ended().output()).isZero();
    assertThat(run.report().path("verdict").path("passed").asBoolean()).isFalse();
    try (Rlaif.Running refused = serve(run)) {
      Rlaif.Ended ended = refused.await();
      assertThat(ended.exitCode()).isEqualTo(42);
      assertThat(ended.output())
          .contains("the evaluation rejected the run")
          .contains("maxViolationRate");
    }
    try (Rlaif.Running forced = serve(run, "--force")) {
      Client client = Client.of(forced.awaitOutput(LISTENING));
      JsonNode reply = client.chat(MODEL, "What can I cook tonight?");
      assertThat(reply.path("choices").path(0).path("message").path("content").asText())
          .as(reply.toString())
          .isNotBlank();
    }
  }

  private static Rlaif.Running serve(FinishedRun run, String... more) {
    String workspace = run.workspace().root().toString();
    return more.length == 0
        ? Rlaif.start("serve", "--workspace", workspace, "--port", "0")
        : Rlaif.start("serve", "--workspace", workspace, "--port", "0", more[0]);
  }

  /** Three held-out questions that the evaluation found well answered. */
  private static List<String> goodQuestions(FinishedRun run) {
    List<String> questions =
        EvaluationFiles.samples(run.workspace().evaluationSamples()).stream()
            .filter(sample -> sample.pass().equals("greedy"))
            .filter(sample -> sample.tuned().raw().equals("good"))
            .map(EvaluationSample::question)
            .limit(3)
            .toList();
    assertThat(questions).hasSize(3);
    return questions;
  }

  private static Judge judge() {
    Path examples = Rlaif.HOME.resolve("examples");
    var plan =
        RunPlanner.plan(
                Documents.read(List.of(examples.resolve("vegetarian-small.yaml")), List.of()))
            .orElseThrow(problems -> new AssertionError(problems.toString()));
    return new Judges(
            Sources.of(Map.of("RLAIF_HOME", Rlaif.HOME.toString()), Map.of()),
            Map.of(),
            Optional.empty())
        .open(plan.judge());
  }
}
