package dev.rlaif.trainer.stage;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/** Files that are there whole or not at all: written aside, then renamed. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes text in UTF-8, making the folder when needed. */
  public static void write(Path file, String text) {
    write(file, List.of(text).iterator());
  }

  /** The same of a text that comes in parts, each asked for when those before it are written. */
  public static void write(Path file, Iterator<String> parts) {
    Path folder = makeFolder(file);
    try {
      // Not a temporary file of the JDK: those are readable by their owner only.
      Path aside = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
      try {
        try (Writer out = Files.newBufferedWriter(aside)) {
          while (parts.hasNext()) {
            out.write(parts.next());
          }
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /**
   * Makes the folder that a file will lie in; before long work, so that it is not done in vain.
   *
   * @return the folder, absolute
   */
  public static Path makeFolder(Path file) {
    Path folder = file.toAbsolutePath().resolveSibling("");
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static StageFailure unwritable(Path file, IOException e) {
    return StageFailure.environment(
        file + " cannot be written (" + e + "): check the path, free space and permissions", e);
  }
}
