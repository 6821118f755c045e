package dev.rlaif.trainer.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** The object as a record. */
    public <T> T as(Class<T> type) {
      try {
        return JSON.treeToValue(object, type);
      } catch (JsonProcessingException e) {
        throw StageFailure.wrong(
            place + ": is no " + type.getSimpleName() + " (" + e.getOriginalMessage() + ")");
      }
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

  /**
   * The objects of a log. Its last line is left out if it lacks its end: a process was killed while
   * it wrote.
   */
  public static List<Line> log(Path file) {
    return read(file.toString(), complete(file));
  }

  private static String complete(Path file) {
    try {
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1);
    } catch (IOException e) {
      throw StageFailure.environment(
          file + " cannot be read: " + e.getMessage() + "; check the workspace's volume", e);
    }
  }

  /** A log whose lines are all records of one type, without a tree of each in between. */
  public static <T> List<T> log(Path file, Class<T> type) {
    List<T> records = new ArrayList<>();
    ObjectReader reader = JSON.readerFor(type);
    String text = complete(file);
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        records.add(record(file + ":" + number, line, reader, type));
      }
    }
    return records;
  }

  private static <T> T record(String place, String line, ObjectReader reader, Class<T> type) {
    try {
      return reader.readValue(line);
    } catch (JsonProcessingException e) {
      return new Line(place, object(place, line)).as(type); // which says what is wrong
    }
  }

  /** One line for each value, each ended by a line feed. */
  public static String text(Iterable<?> values) {
    StringBuilder text = new StringBuilder();
    try {
      for (Object value : values) {
        text.append(JSON.writeValueAsString(value)).append('\n');
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a value has no JSON", e);
    }
    return text.toString();
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
