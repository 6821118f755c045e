package dev.rlaif.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.Metric;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.plan.StageName;
import dev.rlaif.trainer.tracking.ProgressLine;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

  private Instant now = START;
  private final Progress progress = new Progress(new SilentLog(), new MovedClock());

  @Test
  void isUnknownBeforeAnythingIsCounted() {
    progress.begins(StageName.PROMPTS, "prompts");
    assertThat(progress.training()).isEmpty();
    assertThat(progress.checkpoint()).isEmpty();
  }

  @Test
  void timeToGoIsAtThePaceOfThisProcess() {
    progress.begins(StageName.EVALUATE, "evaluation");
    progress.counts("answers", 100, 400); // kept from before
    assertThat(training().estimatedRemainingSeconds()).isNull();
    now = START.plusSeconds(60);
    progress.counts("answers", 160, 400);

    assertThat(training()).isEqualTo(new TrainingStatus(160L, 400L, 40, 240L, now, List.of()));
  }

  @Test
  void aCountThatComesLateIsPassedOver() {
    progress.counts("judging", 7, 10);
    progress.counts("judging", 6, 10);
    assertThat(training().step()).isEqualTo(7);
  }

  @Test
  void aPauseIsToldWhileItLastsAndItsLengthAfterIt() {
    var log = new SilentLog();
    var paused = new Progress(log, new MovedClock());
    paused.pauses("the judge is down");
    now = START.plusSeconds(30);
    paused.pauses("the judge is still down");
    assertThat(paused.pause()).contains("the judge is still down");
    now = START.plusSeconds(95);
    paused.goesOn();

    assertThat(paused.pause()).isEmpty();
    assertThat(log.said)
        .containsExactly(
            "the judge is down", "the judge is still down", "goes on after 95 s of waiting");
  }

  @Test
  void trainingShowsTheFiguresOfItsLastStepAndItsCheckpoint() {
    progress.begins(StageName.TRAIN, "model");
    progress.trains(20, 40);
    assertThat(training().step()).isEqualTo(20);
    assertThat(progress.checkpoint()).contains(new CheckpointStatus(20L, null));

    now = START.plusSeconds(9);
    progress.stepped(
        new ProgressLine(30, 40, Duration.ofSeconds(100), 10, Map.of(), 0),
        StepMetrics.of(30)
            .with(
                Map.of(
                    "env/reward_mean", 0.123456,
                    "env/reward_std", Double.NaN,
                    "objective/kl", -0.00001,
                    "judge/missing_frac", 0.25,
                    "ppo/loss/value", 3.0)));
    progress.saved(30);

    assertThat(training())
        .isEqualTo(
            new TrainingStatus(
                30L,
                40L,
                75,
                100L,
                now,
                List.of(
                    new Metric("reward_mean", "0.1235"),
                    new Metric("kl_mean", "0"),
                    new Metric("judge_missing", "0.25"))));
    assertThat(progress.checkpoint()).contains(new CheckpointStatus(30L, now));

    progress.begins(StageName.EVALUATE, "evaluation");
    assertThat(progress.training()).isEmpty();
    assertThat(progress.checkpoint()).isEmpty();
  }

  private TrainingStatus training() {
    return progress.training().orElseThrow();
  }

  private final class MovedClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
