package dev.rlaif.trainer.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a server; with one: {@code RecordsIT}. */
class MlflowRunTest {
  /** Where nothing listens. */
  private static final String NOWHERE = "http://127.0.0.1:9";

  private final Path metrics;
  private final List<String> notes = new CopyOnWriteArrayList<>();

  MlflowRunTest(@TempDir Path temp) {
    this.metrics = temp.resolve("metrics.jsonl");
  }

  @Test
  void aServerThatIsDownIsSaidOnceAndStepsGoOn() {
    MetricsLog log = MetricsLog.open(metrics, 0, Clock.systemUTC());
    MlflowRun run = MlflowRun.open(settings(), Duration.ofSeconds(3), notes::add);
    for (long step = 1; step <= 3000; step++) {
      run.step(StepMetrics.of(step).with("x", step));
    }
    log.append(StepMetrics.of(1).with("x", 1));
    run.close();
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0)).contains("MLflow at " + NOWHERE + " does not listen");
    assertThat(notes.get(1)).contains("has not heard everything");
  }

  private MlflowRun.Settings settings() {
    return new MlflowRun.Settings(
        NOWHERE, Optional.empty(), "food", "veggie", "4f1e", Map.of("lora_rank", "8"), metrics);
  }
}
