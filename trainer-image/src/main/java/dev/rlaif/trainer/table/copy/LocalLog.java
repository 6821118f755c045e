package dev.rlaif.trainer.table.copy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The log of a table on the disk, as files. A file that has its name there is whole.
 *
 * @param table its folder
 * @see <a href="https://github.com/delta-io/delta/blob/master/PROTOCOL.md">the protocol</a>
 */
record LocalLog(Path table) {
  static final String FOLDER = "_delta_log/";

  /** Tells the newest checkpoint; a file that is replaced. */
  static final String LAST_CHECKPOINT = FOLDER + "_last_checkpoint";

  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the log says of its newest checkpoint. */
  record Checkpoint(long version, byte[] said) {}

  /** Name of a commit in the table's folder. */
  static String commit(long version) {
    return FOLDER + digits(version) + ".json";
  }

  /** The versions of the commits among names of files. */
  static NavigableSet<Long> versions(Collection<String> names) {
    NavigableSet<Long> versions = new TreeSet<>();
    for (String name : names) {
      var commit = COMMIT.matcher(name.substring(name.lastIndexOf('/') + 1));
      if (commit.matches()) {
        versions.add(Long.parseLong(commit.group(1)));
      }
    }
    return versions;
  }

  /** None before the table is made. */
  NavigableSet<Long> versions() {
    return versions(files());
  }

  byte[] read(long version) {
    return bytes(commit(version))
        .orElseThrow(
            () ->
                StageFailure.wrong(
                    "%s is gone: bring it back, or copy the folder %s as it is"
                        .formatted(table.resolve(commit(version)), table)));
  }

  /** Names of the data files that a commit adds. */
  static List<String> added(byte[] commit) {
    List<String> added = new ArrayList<>();
    for (String line : new String(commit, StandardCharsets.UTF_8).split("\n", -1)) {
      JsonNode path = line.isBlank() ? null : action(line).path("add").path("path");
      if (path != null && path.isTextual()) {
        // they are stored as parts of a URI
        added.add(URI.create(path.textValue()).getPath());
      }
    }
    return added;
  }

  Optional<Checkpoint> checkpoint() {
    return bytes(LAST_CHECKPOINT)
        .map(
            said ->
                new Checkpoint(
                    action(new String(said, StandardCharsets.UTF_8)).path("version").asLong(),
                    said));
  }

  /** Names of the files of a checkpoint. */
  List<String> filesOf(Checkpoint checkpoint) {
    String beginning = digits(checkpoint.version()) + ".checkpoint";
    return files().stream()
        .filter(name -> name.startsWith(beginning))
        .map(name -> FOLDER + name)
        .toList();
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(table.resolve(FOLDER))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException notMadeYet) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Optional<byte[]> bytes(String name) {
    try {
      return Optional.of(Files.readAllBytes(table.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static JsonNode action(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException("a line of a log is no JSON: " + line, e);
    }
  }

  private StageFailure unreadable(IOException e) {
    return StageFailure.environment(
        "the table " + table + " cannot be read (" + e + "): check its volume and permissions", e);
  }

  private static String digits(long version) {
    return String.format(Locale.ROOT, "%020d", version);
  }
}
