package dev.rlaif.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StopAndResumeIT {
  private static final int STEPS = 60;

  @Test
  void terminatedRunLeavesACheckpointAndTheSameCommandFinishesIt() throws IOException {
    Workspace workspace = FinishedRun.freshWorkspace("stopped");
    String[] command =
        FinishedRun.command(
            workspace,
            "--set",
            "training.steps=" + STEPS,
            "--set",
            "training.checkpoint.everySteps=1000",
            "--set",
            "rollout.batchSize=8");
    Rlaif.Ended stopped;
    try (Rlaif.Running running = Rlaif.start(command)) {
      running.until("the second step", () -> steps(workspace) >= 2);
      running.process().destroy();
      stopped = running.await();
    }
    assertThat(stopped.exitCode()).as(stopped.output()).isEqualTo(75);
    assertThat(stopped.output()).contains("stopped after step", "the same command goes on from it");
    try (Stream<Path> checkpoints = Files.list(workspace.checkpoints())) {
      assertThat(checkpoints).hasSize(1);
    }
    assertThat(workspace.evaluationReport()).doesNotExist();
    long done = steps(workspace);
    assertThat(done).isBetween(2L, STEPS - 1L);

    Rlaif.Ended resumed = Rlaif.run(command);
    assertThat(resumed.exitCode()).as(resumed.output()).isZero();
    assertThat(resumed.output()).contains("resumes after step %d of %d".formatted(done, STEPS));
    List<StepMetrics> metrics = MetricsLog.read(workspace.metrics());
    assertThat(metrics)
        .extracting(StepMetrics::step)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, STEPS).boxed().toList());
    assertThat(workspace.evaluationPage()).isNotEmptyFile();
  }

  /** Whole lines of the metrics so far. */
  private static long steps(Workspace workspace) {
    try {
      return Files.exists(workspace.metrics())
          ? Files.readString(workspace.metrics()).chars().filter(c -> c == '\n').count()
          : 0;
    } catch (IOException e) {
      return 0; // replaced at this moment
    }
  }
}
