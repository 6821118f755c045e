package dev.rlaif.trainer.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The text side of a Hugging Face model folder: its JSON files, read with errors that name them.
 */
record ModelFolder(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A JSON file of the folder, or empty when it is not there. */
  Optional<JsonNode> json(String name) {
    Path file = path.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG,
          file + " is not readable JSON (" + e.getMessage() + "): fetch or convert the model again",
          e);
    }
  }

  /** A text file of the folder, or empty when it is not there. */
  Optional<String> text(String name) {
    Path file = path.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Text of a special token, which is a string or an object with the field {@code content}. */
  static Optional<String> specialToken(JsonNode config, String name) {
    JsonNode token = config.path(name);
    JsonNode text = token.isObject() ? token.path("content") : token;
    return text.isTextual() ? Optional.of(text.asText()) : Optional.empty();
  }
}
