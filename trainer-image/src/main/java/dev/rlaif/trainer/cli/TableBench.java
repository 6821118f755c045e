package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.tracking.RolloutRow;
import dev.rlaif.trainer.tracking.RolloutTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How fast answers get into their table: steps of {@value ROWS} answers, a commit for each two of
 * them, as a run with a checkpoint every other step does it. Reading the log and the disk are part
 * of it.
 */
final class TableBench {
  private static final int ROWS = 500;
  private static final int STEPS_OF_A_COMMIT = 2;
  private static final int COMMITS = 50;
  private static final int WORDS = 60;

  private final int repetitions;

  TableBench(int repetitions) {
    this.repetitions = repetitions;
  }

  void run(Consumer<ObjectNode> out) {
    try {
      Path folder = Files.createTempDirectory("rlaif-bench");
      try {
        for (int repetition = 0; repetition < repetitions; repetition++) {
          out.accept(repeat(folder.resolve(String.valueOf(repetition)), repetition));
        }
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw StageFailure.environment("bench table: the temporary folder cannot be used: " + e, e);
    }
  }

  private static ObjectNode repeat(Path folder, int repetition) throws IOException {
    RolloutLog log = new RolloutLog(folder.resolve("rollouts"));
    Random random = new Random(repetition);
    for (long step = 1; step <= (long) COMMITS * STEPS_OF_A_COMMIT; step++) {
      log.write(step, rows(step, random));
    }
    RolloutTable table = new RolloutTable(folder.resolve("table"), log, "bench", "bench");
    long began = System.nanoTime();
    Duration cpuBefore = cpu();
    for (long commit = 1; commit <= COMMITS; commit++) {
      table.follow(commit * STEPS_OF_A_COMMIT);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    long rows = (long) ROWS * STEPS_OF_A_COMMIT * COMMITS;
    return new ObjectMapper()
        .createObjectNode()
        .put("bench", "table")
        .put("repetition", repetition)
        .put("rows", rows)
        .put("commits", COMMITS)
        .put("rowsPerSecond", Math.round(rows / seconds))
        .put("cpuMicrosecondsPerRow", cpu().minus(cpuBefore).toNanos() / 1000.0 / rows)
        .put("bytesPerRow", size(folder.resolve("table")) / rows);
  }

  private static List<RolloutRow> rows(long step, Random random) {
    return IntStream.range(0, ROWS)
        .mapToObj(
            sample ->
                new RolloutRow(
                    step,
                    sample,
                    "p" + random.nextInt(10_000),
                    words(random, WORDS / 4),
                    words(random, WORDS),
                    40,
                    WORDS,
                    FinishReason.STOP,
                    JudgementStatus.OK,
                    random.nextDouble(),
                    random.nextGaussian(),
                    random.nextGaussian(),
                    0.0,
                    random.nextGaussian(),
                    random.nextDouble(),
                    -random.nextDouble(),
                    -random.nextDouble(),
                    -random.nextDouble(),
                    "0.97",
                    1,
                    random.nextInt(1000),
                    step - 1))
        .toList();
  }

  private static String words(Random random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(Integer.toString(random.nextInt(50_000), Character.MAX_RADIX)).append(' ');
    }
    return text.toString();
  }

  /** Of all threads of this process. */
  private static Duration cpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Duration.ofNanos(system.getProcessCpuTime())
        : Duration.ZERO;
  }

  private static long size(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
