package dev.rlaif.trainer.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Files with one JSON object a line; every complaint names file and line. */
public final class JsonLines {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonLines() {}

  /**
   * An object and where it stood.
   *
   * @param place file and line
   */
  public record Line(String place, JsonNode object) {

    /** A field that must be a string with something in it. */
    public String text(String field) {
      JsonNode value = object.path(field);
      if (value.isTextual() && !value.asText().isBlank()) {
        return value.asText();
      }
      String found = value.isMissingNode() ? "is missing" : "is " + value;
      throw StageFailure.wrong(
          place
              + ": field \""
              + field
              + "\" "
              + found
              + "; give a text that is not empty. Fields here: "
              + fieldNames());
    }

    private List<String> fieldNames() {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      return names;
    }
  }

  /** The objects of all lines that are not blank. */
  public static List<Line> read(String name, String text) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        String place = name + ":" + number;
        lines.add(new Line(place, object(place, line)));
      }
    }
    return lines;
  }

  private static JsonNode object(String place, String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw StageFailure.wrong(
          place
              + ": no JSON ("
              + e.getOriginalMessage()
              + "); write one whole object on each line");
    }
    if (!node.isObject()) {
      throw StageFailure.wrong(
          place
              + ": is a JSON "
              + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
              + "; write one object on each line, such as {\"question\": \"…\"}");
    }
    return node;
  }
}
