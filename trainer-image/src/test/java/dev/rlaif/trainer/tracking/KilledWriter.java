package dev.rlaif.trainer.tracking;

import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.stage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Does what training does to log, checkpoint and table, and nothing else, until it is killed: a
 * checkpoint is a file with the number of the step.
 */
final class KilledWriter {
  private static final int STEPS_OF_A_CHECKPOINT = 3;

  private final Path folder;
  private final RolloutLog log;
  private final RolloutTable table;

  KilledWriter(Path folder) {
    this.folder = folder;
    this.log = new RolloutLog(folder.resolve("rollouts"));
    this.table = new RolloutTable(table(folder), log, RunId.of(folder.resolve("id")), "killed");
  }

  static Path table(Path folder) {
    return folder.resolve("table");
  }

  /** Arguments are the folder, and the last step if there shall be one. */
  public static void main(String[] arguments) throws IOException {
    System.out.println("writes");
    new KilledWriter(Path.of(arguments[0]))
        .run(arguments.length > 1 ? Long.parseLong(arguments[1]) : Long.MAX_VALUE);
  }

  /** Goes on after the last checkpoint. */
  void run(long last) throws IOException {
    long done = checkpoint(folder);
    table.follow(done);
    for (long step = done + 1; step <= last; step++) {
      log.write(step, rows(step));
      if (step % STEPS_OF_A_CHECKPOINT == 0 || step == last) {
        AtomicFile.write(folder.resolve("checkpoint"), String.valueOf(step));
        table.follow(step);
      }
    }
  }

  static long checkpoint(Path folder) throws IOException {
    Path file = folder.resolve("checkpoint");
    return Files.exists(file) ? Long.parseLong(Files.readString(file)) : 0;
  }

  private static List<RolloutRow> rows(long step) {
    return IntStream.range(0, 16)
        .mapToObj(
            sample ->
                new RolloutRow(
                    step,
                    sample,
                    "p" + sample,
                    "What is for dinner?",
                    "answer " + sample + " of step " + step,
                    5,
                    3,
                    FinishReason.STOP,
                    JudgementStatus.OK,
                    1.0 / (step + sample),
                    Math.log(step),
                    0.1,
                    0.2,
                    0.3,
                    0.25,
                    -3.5,
                    -3.75,
                    -3.625,
                    "0.5",
                    1,
                    3,
                    step - 1))
        .toList();
  }
}
