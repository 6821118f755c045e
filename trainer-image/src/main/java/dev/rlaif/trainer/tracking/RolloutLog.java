package dev.rlaif.trainer.tracking;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every answer of training, a file a step: {@code step-000001.jsonl}. A step that is computed again
 * after a resume replaces its file and never doubles its rows.
 */
public final class RolloutLog {
  private static final Pattern NAME = Pattern.compile("step-(\\d{6,})\\.jsonl");

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
    return Files.exists(file) ? JsonLines.log(file, RolloutRow.class) : List.of();
  }

  /** The steps that were written, in their order. */
  public List<Long> steps() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> Long.valueOf(name.group(1)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw StageFailure.environment(folder + " cannot be read: check permissions", e);
    }
  }

  private Path file(long step) {
    return folder.resolve(String.format("step-%06d.jsonl", step));
  }
}
