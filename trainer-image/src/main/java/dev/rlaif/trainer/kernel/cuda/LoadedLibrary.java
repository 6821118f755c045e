package dev.rlaif.trainer.kernel.cuda;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Libraries that are in this process already, so that the very same ones are meant. */
final class LoadedLibrary {
  private static final Path MAPS = Path.of("/proc/self/maps");

  private LoadedLibrary() {}

  /**
   * The library whose file name begins so.
   *
   * @return empty where none is loaded, and on systems other than Linux
   */
  static Optional<NativeLibrary> find(String prefix) {
    return path(prefix).map(NativeLibrary::getInstance);
  }

  /** The file of a loaded library whose name begins so. */
  static Optional<String> path(String prefix) {
    if (!Files.exists(MAPS)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(MAPS)) {
      return lines
          .filter(line -> line.indexOf('/') >= 0)
          .map(line -> line.substring(line.indexOf('/')))
          .filter(path -> path.substring(path.lastIndexOf('/') + 1).startsWith(prefix))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
