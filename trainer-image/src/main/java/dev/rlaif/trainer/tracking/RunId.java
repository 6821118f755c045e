package dev.rlaif.trainer.tracking;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** What tells a run from all others, also from those of its name. */
public final class RunId {
  private RunId() {}

  /** The id in a file, which is made where it is missing. */
  public static String of(Path file) {
    if (!Files.exists(file)) {
      AtomicFile.write(file, UUID.randomUUID() + "\n");
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw StageFailure.environment(
          file + " cannot be read: " + e + "; check the workspace's volume", e);
    }
  }
}
