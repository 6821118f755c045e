package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.checkpoint.CheckpointStore;
import dev.rlaif.trainer.checkpoint.SavedCheckpoint;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.tracking.RolloutTable;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Real training, killed at moments of chance: at the end everything is as if it had never been
 * killed, byte for byte where it is a checkpoint.
 */
class KilledTrainingIT extends FoodRunCase {
  private static final int KILLS = 25;

  /** From when the model is loaded, or when it has made a step. */
  private static final int LONGEST_LIFE_MILLIS = 600;

  @Test
  void whatIsKilledAndGoesOnEndsAsWhatWasNeverKilled() throws IOException, InterruptedException {
    Workspace killed = workspace("killed");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      boolean early = kill % 3 == 0;
      kill(killed, early, random.nextInt(LONGEST_LIFE_MILLIS));
    }
    int last = Math.toIntExact(done(killed) + 3);
    Workspace whole = workspace("whole");
    for (Workspace workspace : List.of(killed, whole)) {
      assertThat(KilledTraining.train(food, workspace, last)).isEqualTo(last);
    }

    assertThat(last).as("steps, of which the killed ones made some").isGreaterThan(5);
    assertThat(checkpoint(killed, last)).as("seed " + seed).isEqualTo(checkpoint(whole, last));
    assertThat(adapter(killed)).isEqualTo(adapter(whole));
    assertSameRecords(killed, whole, last);
  }

  private static void assertSameRecords(Workspace killed, Workspace whole, int last) {
    List<StepMetrics> metrics = MetricsLog.read(killed.metrics());
    assertThat(metrics)
        .extracting(StepMetrics::step)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList());
    assertThat(metrics.stream().map(FoodRunCase::learned))
        .containsExactlyElementsOf(
            MetricsLog.read(whole.metrics()).stream().map(FoodRunCase::learned).toList());
    assertThat(MetricsLog.read(killed.validation()).stream().map(FoodRunCase::learned))
        .containsExactlyElementsOf(
            MetricsLog.read(whole.validation()).stream().map(FoodRunCase::learned).toList());
    for (long step = 1; step <= last; step++) {
      assertThat(new RolloutLog(killed.rollouts()).read(step))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("judgeLatencyMillis")
          .isEqualTo(new RolloutLog(whole.rollouts()).read(step));
    }
    assertThat(table(killed)).hasSize(4 * last).isEqualTo(table(whole));
  }

  private static List<String> table(Workspace workspace) {
    return RolloutTable.read(workspace.rolloutTable(), 1, Long.MAX_VALUE)
        .orElseThrow()
        .flatMap(List::stream)
        .peek(row -> row.remove("judge_latency_ms"))
        .map(Object::toString)
        .toList();
  }

  /** Whole lines of the metrics; a resume cuts those that it makes again. */
  private static long steps(Workspace workspace) {
    try {
      return Files.exists(workspace.metrics())
          ? Files.readString(workspace.metrics()).chars().filter(c -> c == '\n').count()
          : 0;
    } catch (IOException e) {
      return 0; // replaced at this moment
    }
  }

  private static long done(Workspace workspace) {
    return new CheckpointStore(workspace.checkpoints(), 2)
        .latest()
        .map(SavedCheckpoint::checkpoint)
        .map(checkpoint -> checkpoint.step())
        .orElse(0L);
  }

  private static void kill(Workspace workspace, boolean early, int life)
      throws IOException, InterruptedException {
    long before = steps(workspace);
    Process trainer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KilledTraining.class.getName(),
                workspace.root().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = trainer.inputReader()) {
      assertThat(said.readLine()).isEqualTo("trains");
      while (!early && trainer.isAlive() && steps(workspace) == before) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      TimeUnit.MILLISECONDS.sleep(life);
    } finally {
      trainer.destroyForcibly().waitFor();
    }
    assertThat(trainer.exitValue()).as("killed, not ended").isEqualTo(137);
  }
}
