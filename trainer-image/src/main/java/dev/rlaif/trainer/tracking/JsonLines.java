package dev.rlaif.trainer.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Files of one JSON object a line. */
final class JsonLines {
  static final ObjectMapper JSON = new ObjectMapper();

  private JsonLines() {}

  /** Objects of a file; a last line that was cut off by a crash is left out. */
  static List<JsonNode> read(Path file) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      try {
        objects.add(JSON.readTree(lines.get(i)));
      } catch (JsonProcessingException e) {
        if (i < lines.size() - 1) {
          throw new IOException("line " + (i + 1) + " is not JSON: " + e.getOriginalMessage(), e);
        }
      }
    }
    return objects;
  }

  /** Writes aside and renames, so that a reader sees the old file or the new one. */
  static void replace(Path file, List<String> lines) throws IOException {
    Path aside = file.resolveSibling(".tmp-" + file.getFileName());
    Files.write(aside, lines);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
