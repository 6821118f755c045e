package dev.rlaif.trainer.table;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The local file system for Delta Kernel. Hadoop's, which is Kernel's own, asks for a user with a
 * name, starts programs to set permissions, writes a checksum beside each file, and leaves what it
 * wrote to the mercy of a power failure.
 */
final class LocalFiles implements FileIO {
  /**
   * Most columns have hardly a value twice, and zstd finds those that do: dictionaries only cost.
   */
  private static final Map<String, String> SETTINGS =
      Map.of("parquet.compression", "zstd", "parquet.enable.dictionary", "false");

  @Override
  public CloseableIterator<FileStatus> listFrom(String filePath) throws IOException {
    Path from = Path.of(filePath);
    String first = from.getFileName().toString();
    List<FileStatus> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(from.resolveSibling(""))) {
      List<Path> later =
          files
              .filter(file -> file.getFileName().toString().compareTo(first) >= 0)
              .sorted()
              .toList();
      for (Path file : later) {
        found.add(status(file));
      }
    } catch (NoSuchFileException e) {
      throw missing(filePath, e);
    }
    return Utils.toCloseableIterator(found.iterator());
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    try {
      return status(Path.of(path));
    } catch (NoSuchFileException e) {
      throw missing(path, e);
    }
  }

  @Override
  public String resolvePath(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }

  @Override
  public boolean mkdirs(String path) throws IOException {
    Files.createDirectories(Path.of(path));
    return true;
  }

  @Override
  public InputFile newInputFile(String path, long fileSize) {
    return new LocalInput(Path.of(path));
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new LocalOutput(Path.of(path));
  }

  @Override
  public boolean delete(String path) throws IOException {
    return Files.deleteIfExists(Path.of(path));
  }

  @Override
  public Optional<String> getConf(String key) {
    return Optional.ofNullable(SETTINGS.get(key));
  }

  @Override
  public void copyFileAtomically(String from, String to, boolean overwrite) throws IOException {
    try (var out = new LocalOutput(Path.of(to)).open(overwrite)) {
      Files.copy(Path.of(from), out);
      out.publish();
    }
  }

  private static FileStatus status(Path file) throws IOException {
    return FileStatus.of(
        file.toString(), Files.size(file), Files.getLastModifiedTime(file).toMillis());
  }

  private static IOException missing(String path, NoSuchFileException cause) {
    IOException missing = new FileNotFoundException(path + " is not there");
    missing.initCause(cause);
    return missing;
  }
}
