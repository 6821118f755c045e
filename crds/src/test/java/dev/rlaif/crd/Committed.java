package dev.rlaif.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The definitions that are committed, and those of the last release. */
final class Committed {
  static final Path FOLDER = Path.of("");
  static final Path RELEASED = Path.of("released");

  private Committed() {}

  static JsonNode definition(Path file) {
    try {
      return new YAMLMapper().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode definition(CustomResource resource) {
    return definition(FOLDER.resolve(resource.name() + ".yaml"));
  }

  static List<Path> released() {
    try (Stream<Path> files = Files.list(RELEASED)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
