package dev.rlaif.trainer.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that shows a batch at which training had to stop. */
final class DumpFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DumpFile() {}

  static void write(Path file, BatchDump dump) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      JSON.writeValue(file.toFile(), dump);
    } catch (IOException e) {
      throw StageFailure.environment(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
