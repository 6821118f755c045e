package dev.rlaif.trainer.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1), ZoneOffset.UTC);

  private final Path folder;

  LogsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void metricsReadBackInTheirOrder() throws IOException {
    Path file = folder.resolve("train/metrics.jsonl");
    MetricsLog log = MetricsLog.open(file, 0, CLOCK);
    StepMetrics metrics =
        StepMetrics.of(1).with("objective/kl", 0.1).with("a", 2).with("x", Double.NaN);
    log.append(metrics);
    assertThat(Files.readString(file))
        .isEqualTo(
            "{\"step\":1,\"time\":\"1970-01-01T00:00:01Z\",\"objective/kl\":0.1,\"a\":2.0,\"x\":null}\n");
    assertThat(MetricsLog.read(file)).containsExactly(metrics);
    assertThat(metrics.get("a")).hasValue(2);
    assertThat(metrics.get("b")).isEmpty();
    assertThat(MetricsLog.read(folder.resolve("none.jsonl"))).isEmpty();
  }

  @Test
  void resumeCutsLaterStepsAndALineThatWasCutOff() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    MetricsLog log = MetricsLog.open(file, 0, CLOCK);
    for (int step = 1; step <= 5; step++) {
      log.append(StepMetrics.of(step).with("x", step));
    }
    Files.writeString(file, "{\"step\":6,\"ti", StandardOpenOption.APPEND);
    MetricsLog resumed = MetricsLog.open(file, 3, CLOCK);
    assertThat(MetricsLog.read(file)).extracting(StepMetrics::step).containsExactly(1L, 2L, 3L);
    resumed.append(StepMetrics.of(4).with("x", 44));
    assertThat(MetricsLog.read(file).get(3).get("x")).hasValue(44);
  }

  @Test
  void damageInTheMiddleOfMetricsIsSaidWithItsLine() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(file, "{\"step\":1}\n{broken\n{\"step\":3}\n");
    assertThatThrownBy(() -> MetricsLog.open(file, 9, CLOCK))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("metrics.jsonl:2");
  }

  @Test
  void aRepeatedStepReplacesItsRollouts() throws IOException {
    RolloutLog log = new RolloutLog(folder.resolve("rollouts"));
    log.write(1, List.of(row(1, 0), row(1, 1)));
    log.write(2, List.of(row(2, 0)));
    log.write(1, List.of(row(1, 5)));
    assertThat(log.read(1)).containsExactly(row(1, 5));
    assertThat(log.read(2)).containsExactly(row(2, 0));
    assertThat(log.read(3)).isEmpty();
    try (var files = Files.list(folder.resolve("rollouts"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("step-000001.jsonl", "step-000002.jsonl");
    }
  }

  @Test
  void whatAMissingScoreLeavesUnknownIsNull() {
    RolloutLog log = new RolloutLog(folder);
    log.write(1, List.of(row(1, 0)));
    assertThat(folder.resolve("step-000001.jsonl"))
        .content()
        .contains("\"judgeStatus\":\"TIMEOUT\"", "\"probability\":null", "\"reward\":null");
  }

  @Test
  void progressSaysStepTimeAndScores() {
    ProgressLine line =
        new ProgressLine(
            100,
            400,
            Duration.ofMinutes(10),
            50,
            new TreeMap<>(Map.of("reward", 0.41, "kl", 0.5)).descendingMap(),
            2);
    assertThat(line.text())
        .isEqualTo(
            "step 100/400 [######------------------] 25% eta 1:00:00 reward 0.410 kl 0.500"
                + " judge missing 2");
  }

  @Test
  void progressBeforeTheFirstStepHasNoTime() {
    ProgressLine line = new ProgressLine(0, 400, Duration.ZERO, 0, Map.of(), 0);
    assertThat(line.text()).isEqualTo("step 0/400 [------------------------] 0%");
  }

  private static RolloutRow row(long step, int sample) {
    return new RolloutRow(
        step,
        sample,
        "p1",
        "What is for dinner?",
        "Soup.\n",
        5,
        3,
        FinishReason.STOP,
        JudgementStatus.TIMEOUT,
        null,
        null,
        null,
        null,
        null,
        0.25,
        -3.5,
        -3.75,
        -3.5,
        "",
        5,
        300_000,
        step - 1);
  }
}
