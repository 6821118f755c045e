package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Typed fields of a request's JSON object; null counts as absent, as clients send it. */
record RequestFields(JsonNode body) {

  Optional<JsonNode> field(String name) {
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  OptionalDouble number(String name, double min, double max) {
    Optional<JsonNode> value = field(name);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    double number = value.get().asDouble();
    if (!value.get().isNumber() || !(number >= min && number <= max)) {
      throw ApiError.field(
          name, "is " + shown(value.get()) + ": must be a number between " + min + " and " + max);
    }
    return OptionalDouble.of(number);
  }

  OptionalLong integer(String name, long min, long max) {
    Optional<JsonNode> value = field(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode given = value.get();
    if (!given.canConvertToLong()
        || !given.canConvertToExactIntegral()
        || given.asLong() < min
        || given.asLong() > max) {
      throw ApiError.field(
          name, "is " + shown(given) + ": must be a whole number from " + min + " to " + max);
    }
    return OptionalLong.of(given.asLong());
  }

  boolean flag(String name) {
    Optional<JsonNode> value = field(name);
    if (value.isPresent() && !value.get().isBoolean()) {
      throw ApiError.field(name, "is " + shown(value.get()) + ": must be true or false");
    }
    return value.isPresent() && value.get().asBoolean();
  }

  /** One text or a list of texts, at most {@code max}, none empty. */
  List<String> texts(String name, int max) {
    Optional<JsonNode> value = field(name);
    if (value.isEmpty()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (value.get().isTextual()) {
      texts.add(value.get().asText());
    } else if (value.get().isArray()) {
      for (JsonNode text : value.get()) {
        if (!text.isTextual()) {
          throw ApiError.field(name, "holds " + shown(text) + ": must be texts");
        }
        texts.add(text.asText());
      }
    } else {
      throw ApiError.field(
          name, "is " + shown(value.get()) + ": must be a text or a list of texts");
    }
    if (texts.size() > max) {
      throw ApiError.field(name, "has " + texts.size() + " entries: at most " + max);
    }
    if (texts.contains("")) {
      throw ApiError.field(name, "holds an empty text");
    }
    return texts;
  }

  /**
   * Refuses what would change the answer and is not supported, rather than leaving it out in
   * silence. A value that asks for nothing (false, 0, an empty list) is fine.
   */
  void refuse(String name) {
    Optional<JsonNode> value = field(name);
    if (value.isPresent() && asksForSomething(value.get())) {
      throw ApiError.field(name, "is not supported here: leave it out", "unsupported_parameter");
    }
  }

  private static boolean asksForSomething(JsonNode value) {
    if (value.isContainerNode()) {
      return !value.isEmpty();
    }
    return value.isNumber() ? value.asDouble() != 0 : !value.isBoolean() || value.asBoolean();
  }

  private static String shown(JsonNode value) {
    String json = value.toString();
    return json.length() > 40 ? json.substring(0, 40) + "..." : json;
  }
}
