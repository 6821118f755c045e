package dev.rlaif.trainer.tracking;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Every answer of training, a file a step: {@code step-000001.jsonl}. A step that is computed again
 * after a resume replaces its file and never doubles its rows.
 */
public final class RolloutLog {
  private final Path folder;

  public RolloutLog(Path folder) {
    this.folder = folder;
  }

  /** Writes the rows of one step, all at once. */
  public void write(long step, List<RolloutRow> rows) {
    AtomicFile.write(file(step), JsonLines.text(rows));
  }

  /** The rows of one step in their order; empty for a step that was not written. */
  public List<RolloutRow> read(long step) {
    Path file = file(step);
    return Files.exists(file)
        ? JsonLines.log(file).stream().map(line -> line.as(RolloutRow.class)).toList()
        : List.of();
  }

  private Path file(long step) {
    return folder.resolve(String.format("step-%06d.jsonl", step));
  }
}
