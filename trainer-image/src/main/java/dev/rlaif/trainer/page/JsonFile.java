package dev.rlaif.trainer.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A JSON file that may not be there, or not yet. */
final class JsonFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonFile() {}

  /** Its object; empty where there is none that can be read. */
  static Optional<JsonNode> read(Path file) {
    try {
      JsonNode node = Files.exists(file) ? JSON.readTree(file.toFile()) : null;
      return Optional.ofNullable(node).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
