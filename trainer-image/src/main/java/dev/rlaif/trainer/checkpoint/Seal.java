package dev.rlaif.trainer.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The marker that is written last: every file of the folder with size and CRC-32C. A folder without
 * it, or that does not agree with it, is no checkpoint.
 */
record Seal(Map<String, Entry> files) {
  private static final String NAME = "complete.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  record Entry(long sizeBytes, long crc32c) {}

  /** Flushes every file to the disk, then writes the marker, then flushes the folders. */
  static void write(Path folder) throws IOException {
    Map<String, Entry> files = entries(folder);
    for (String file : files.keySet()) {
      flush(folder.resolve(file));
    }
    JSON.writeValue(folder.resolve(NAME).toFile(), new Seal(files));
    flush(folder.resolve(NAME));
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path inner : all.filter(Files::isDirectory).toList()) {
        flush(inner);
      }
    }
  }

  /**
   * @throws IOException saying what is missing or differs
   */
  static void check(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(NAME))) {
      throw new IOException("it was not finished: " + NAME + " is missing");
    }
    Seal seal = JSON.readValue(folder.resolve(NAME).toFile(), Seal.class);
    Map<String, Entry> found = entries(folder);
    for (Map.Entry<String, Entry> expected : seal.files().entrySet()) {
      if (!expected.getValue().equals(found.get(expected.getKey()))) {
        throw new IOException(
            expected.getKey() + " is not as it was written: missing, cut off or altered");
      }
    }
  }

  /** Makes sure that a file, or the names in a folder, survive a loss of power. */
  static void flush(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Map<String, Entry> entries(Path folder) throws IOException {
    Map<String, Entry> entries = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = folder.relativize(file).toString();
      if (!name.equals(NAME)) {
        entries.put(name, new Entry(Files.size(file), checksum(file)));
      }
    }
    return entries;
  }

  private static long checksum(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    }
    return crc.getValue();
  }
}
