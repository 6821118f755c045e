package dev.rlaif.trainer.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills at moments of chance; five more, of the real training, are in {@code RecordsIT}. */
class KilledWriterIT {
  private static final int KILLS = 20;
  private static final int LONGEST_LIFE_MILLIS = 2500;

  private final Path killed;
  private final Path whole;

  KilledWriterIT(@TempDir Path temp) {
    this.killed = temp.resolve("killed");
    this.whole = temp.resolve("whole");
  }

  @Test
  void everyStepIsInTheTableOnceHoweverOftenItsWriterIsKilled()
      throws IOException, InterruptedException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      Process writer = writer();
      try {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
      } finally {
        writer.destroyForcibly().waitFor();
      }
      assertThat(writer.exitValue()).as("killed, not ended").isEqualTo(137);
    }
    long last = KilledWriter.checkpoint(killed) + 4;
    new KilledWriter(killed).run(last);
    new KilledWriter(whole).run(last);

    List<ObjectNode> rows = rows(killed);
    assertThat(last).as("steps, of which the killed ones made some").isGreaterThan(4);
    assertThat(rows).as("seed " + seed).hasSize((int) (16 * last)).isEqualTo(rows(whole));
  }

  private static List<ObjectNode> rows(Path folder) {
    return RolloutTable.read(KilledWriter.table(folder), 1, Long.MAX_VALUE)
        .orElseThrow()
        .flatMap(List::stream)
        .toList();
  }

  /** One that has begun. */
  private Process writer() throws IOException {
    String classes = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("surefire.test.class.path", classes),
                KilledWriter.class.getName(),
                killed.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = process.inputReader();
    assertThat(said.readLine()).isEqualTo("writes");
    return process;
  }
}
