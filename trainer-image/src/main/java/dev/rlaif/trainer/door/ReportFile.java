package dev.rlaif.trainer.door;

import dev.rlaif.plan.StageReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container's termination message. It is a file that is mounted by itself, so it is written in
 * place: a rename would replace the mount.
 */
final class ReportFile {
  private static final Logger LOG = LoggerFactory.getLogger(ReportFile.class);

  private final Path file;
  private boolean ended;

  ReportFile(Path file) {
    this.file = file;
  }

  /** In case that the process is killed before the stage ends. */
  synchronized void writeBeforeTheEnd(StageReport report) {
    if (!ended) {
      write(report);
    }
  }

  synchronized void writeAtTheEnd(StageReport report) {
    ended = true;
    write(report);
  }

  /** A report that cannot be written must not change what the stage came to. */
  private void write(StageReport report) {
    try {
      Files.writeString(file, report.json());
    } catch (IOException e) {
      LOG.warn("the report cannot be written to {}: {}", file, e.toString());
    }
  }
}
