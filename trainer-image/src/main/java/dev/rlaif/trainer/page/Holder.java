package dev.rlaif.trainer.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The process that works on a workspace, by the number that it left in the lock's file. The lock
 * itself is not tried: a run that began in that moment would find its workspace in use.
 */
final class Holder {
  private static final String WORD = "process ";

  private Holder() {}

  /** Empty where no process of this machine works. */
  static Optional<ProcessHandle> of(Path lock) {
    try {
      String text = Files.exists(lock) ? Files.readString(lock).strip() : "";
      if (!text.startsWith(WORD)) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(text.substring(WORD.length())))
          .filter(process -> isHolder(process, lock));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A process that began after the file was written only has the number of an earlier one. */
  private static boolean isHolder(ProcessHandle process, Path lock) {
    try {
      var written = Files.getLastModifiedTime(lock).toInstant();
      return process.isAlive()
          && process.info().startInstant().map(begun -> begun.isBefore(written)).orElse(true);
    } catch (IOException e) {
      return false;
    }
  }
}
