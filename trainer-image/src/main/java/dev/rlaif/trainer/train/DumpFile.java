package dev.rlaif.trainer.train;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import java.nio.file.Path;
import java.util.List;

/** The file that shows a batch at which training had to stop. */
final class DumpFile {
  private DumpFile() {}

  static void write(Path file, BatchDump dump) {
    AtomicFile.write(file, JsonLines.text(List.of(dump)));
  }
}
