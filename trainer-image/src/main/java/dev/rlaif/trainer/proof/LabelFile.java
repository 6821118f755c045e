package dev.rlaif.trainer.proof;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The labels that people gave, one a line, each written before the next question is asked.
 *
 * @param path may not exist yet
 */
public record LabelFile(Path path) {

  /** What this person said so far. */
  public List<HumanLabel> of(String who) {
    return Files.exists(path)
        ? JsonLines.log(path).stream()
            .map(line -> line.as(HumanLabel.class))
            .filter(label -> label.who().equals(who))
            .toList()
        : List.of();
  }

  /** Adds a label at the end. */
  public void add(HumanLabel label) {
    AtomicFile.makeFolder(path);
    try {
      Files.writeString(
          path,
          JsonLines.text(List.of(label)),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw StageFailure.environment(
          path + " cannot be written: check free space and permissions", e);
    }
  }
}
