package dev.rlaif.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.StageReport.Outcome;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.ScriptedServer;
import dev.rlaif.trainer.chat.ScriptedServer.Act;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JudgeCheckTest {
  private final Workspace workspace;

  JudgeCheckTest(@TempDir Path folder) {
    this.workspace = new Workspace(folder);
  }

  private static JudgeCheckPlan plan(String url) {
    String document =
        """
        apiVersion: rlaif.dev/v1alpha1
        kind: RewardJudge
        metadata: {name: small}
        spec:
          endpoint: {url: '%s', model: judge-7b, retries: 0}
          prompt: {template: 'Score {answer}'}
          validation:
            examples:
              inline: [{prompt: a, good: tofu, bad: ham}, {prompt: b, good: soya, bad: beef}]
        """
            .formatted(url);
    return RunPlanner.judge(
            Documents.parse(Map.of("judge.yaml", document), List.of()), Optional.empty())
        .orElseThrow(problems -> new AssertionError(problems.toString()));
  }

  private StageReport check(StopSignal stop, Act... acts) throws IOException {
    try (var server = ScriptedServer.of(acts)) {
      return JudgeCheck.run(
          plan(server.url()), Optional.of(workspace), Map.of(), new SilentLog(), stop);
    }
  }

  private static Act vegetarian() {
    return ScriptedServer.saying(
        asked -> asked.contains("ham") || asked.contains("beef") ? "0.02" : "0.95");
  }

  @Test
  void theFiguresOfAJudge() throws IOException {
    StageReport report = check(StopSignal.NEVER, vegetarian());
    assertThat(report.message()).as(report.json()).isNotEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(report.validation())
        .isNotNull()
        .returns(2, status -> status.examples())
        .returns(0, status -> status.missing());
    assertThat(report.hash()).matches("sha256:[0-9a-f]{64}");
  }

  @Test
  void aJudgeThatTalksNonsenseFallsShort() throws IOException {
    StageReport report = check(StopSignal.NEVER, ScriptedServer.says("banana"));
    assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(report.reason()).isEqualTo(Reason.BELOW_THRESHOLD);
    assertThat(report.message()).contains("maxMissingRate is 1");
  }

  @Test
  void aServerThatBreaksDownSaysNothingOfTheJudge() {
    assertThatThrownBy(
            () ->
                check(
                    StopSignal.NEVER,
                    ScriptedServer.says("0.9"),
                    ScriptedServer.status(429, "too many")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("the judge small", "12 of 12", "HTTP_429")
        .returns(Reason.JUDGE_UNAVAILABLE, failure -> ((StageFailure) failure).reason())
        .returns(1, failure -> ((StageFailure) failure).exit().code());
    assertThat(workspace.judgeProof("small")).exists();
  }

  @Test
  void isInterrupted() {
    assertThatThrownBy(() -> check(() -> true, vegetarian()))
        .isInstanceOf(StageFailure.class)
        .returns(75, failure -> ((StageFailure) failure).exit().code());
  }
}
