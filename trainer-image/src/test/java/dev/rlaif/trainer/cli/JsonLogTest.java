package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.tracking.ProgressLine;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLogTest {
  private final StringWriter out = new StringWriter();
  private final JsonLog log =
      new JsonLog(
          new PrintWriter(out), Clock.fixed(Instant.parse("2026-01-05T08:00:00Z"), ZoneOffset.UTC));

  private List<JsonNode> events() throws Exception {
    List<JsonNode> events = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      events.add(new ObjectMapper().readTree(line));
    }
    return events;
  }

  @Test
  void everyEventIsAnObjectOfALineWithTimeAndName() throws Exception {
    log.begins(StageName.TRAIN, "a model\nof two lines");
    log.notes("a note");
    log.counts("judging", 3, 40);
    log.trains(2, 40);
    log.pauses("the judge is down");
    log.goesOn();
    log.saved(20);
    log.concludes("PASSED");
    log.failed(StageFailure.wrong("spec.lora.rank: is 0"));

    assertThat(events())
        .allSatisfy(
            event -> assertThat(event.path("time").asText()).isEqualTo("2026-01-05T08:00:00Z"))
        .extracting(event -> event.path("event").asText())
        .containsExactly(
            "stage",
            "note",
            "progress",
            "progress",
            "pause",
            "resumed",
            "checkpoint",
            "conclusion",
            "error");
    assertThat(events().get(8).path("exit").asInt()).isEqualTo(42);
  }

  @Test
  void aStepHasItsFiguresAndWhatIsNoNumberIsNull() throws Exception {
    var metrics = new StepMetrics(4, Map.of("env/reward_mean", 1.5, "ppo/loss/policy", Double.NaN));
    log.stepped(new ProgressLine(4, 40, Duration.ofSeconds(8), 4, Map.of(), 0), metrics);

    JsonNode step = events().get(0);
    assertThat(step.path("step").asInt()).isEqualTo(4);
    assertThat(step.path("of").asInt()).isEqualTo(40);
    assertThat(step.path("remainingSeconds").asInt()).isEqualTo(72);
    assertThat(step.at("/metrics/env~1reward_mean").asDouble()).isEqualTo(1.5);
    assertThat(step.at("/metrics/ppo~1loss~1policy").isNull()).isTrue();
  }

  @Test
  void aResultIsTheReportOfItsStage() throws Exception {
    log.finished(
        StageReport.of(
            StageName.EVALUATE,
            "sha256:1",
            StageReport.Outcome.SUCCEEDED,
            Reason.PASSED,
            "43 -> 30 of 100"));

    JsonNode result = events().get(0);
    assertThat(result.path("event").asText()).isEqualTo("result");
    assertThat(result.path("stage").asText()).isEqualTo("evaluate");
    assertThat(result.path("reason").asText()).isEqualTo("Passed");
    assertThat(result.path("message").asText()).isEqualTo("43 -> 30 of 100");
  }
}
