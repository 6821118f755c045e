package dev.rlaif.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.kube.EventRecorder.Severity;
import dev.rlaif.operator.metrics.OperatorMeters;
import dev.rlaif.plan.StageName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunNoticesTest {
  private final List<String> counted = new ArrayList<>();

  private final OperatorMeters meters =
      new OperatorMeters() {
        @Override
        public void runEnded(RunPhase outcome, Reason reason) {
          counted.add("run " + outcome + " " + reason);
        }

        @Override
        public void stageEnded(StageName stage, Reason outcome, Duration took) {
          counted.add(stage.word() + " ended " + outcome + " " + took.toMinutes() + " min");
        }

        @Override
        public void attemptEnded(StageName stage, Reason cause) {
          counted.add(stage.word() + " again " + cause);
        }

        @Override
        public void judgeValidated(double accuracy) {}

        @Override
        public void statusWritten(String kind) {}
      };

  @Test
  void tellsEachNewReasonOnce() {
    Scene scene = Scene.at(StageName.TRAIN);
    RlaifRunStatus before = scene.status();
    scene.job(StageName.TRAIN).unschedulable();
    scene.settle();

    List<RunNotices.Notice> events = new RunNotices(before, scene.status()).events();

    assertThat(events).extracting("reason").containsExactly(Reason.UNSCHEDULABLE);
    assertThat(events).extracting("severity").containsExactly(Severity.Warning);
    assertThat(new RunNotices(scene.status(), scene.status()).events()).isEmpty();
  }

  @Test
  void countsAttemptsStagesAndRuns() {
    Scene scene = Scene.at(StageName.TRAIN);
    JobPlay job = scene.job(StageName.TRAIN);
    job.run();
    tell(scene);
    job.interrupt();
    tell(scene);
    job.run();
    scene.later(Duration.ofMinutes(20));
    tell(scene);
    job.exit(42, "Error", job.failure(Reason.REWARD_COLLAPSED, "NaN").json());
    job.fail("PodFailurePolicy");
    tell(scene);

    assertThat(counted)
        .containsExactly(
            "train again INTERRUPTED",
            "train ended REWARD_COLLAPSED 20 min",
            "run FAILED REWARD_COLLAPSED");
  }

  private void tell(Scene scene) {
    RlaifRunStatus before = scene.status();
    scene.settle();
    new RunNotices(before, scene.status())
        .tell(scene.run(), (about, severity, reason, message) -> {}, meters);
  }
}
