package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Typed fields of a request's JSON object; null counts as absent, as clients send it. */
record RequestFields(JsonNode body) {
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key");

  private static final Set<String> UNSUPPORTED =
      Set.of(
          "presence_penalty",
          "frequency_penalty",
          "logit_bias",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "functions",
          "function_call",
          "echo",
          "suffix",
          "best_of",
          "reasoning_effort",
          "verbosity",
          "modalities",
          "prediction",
          "audio",
          "web_search_options",
          "tool_calls",
          "refusal");

  /** Values of unsupported fields that ask for nothing. */
  private static final Set<String> NOTHING = Set.of("", "none", "auto");

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
      texts.add(wellFormed(name, value.get().asText()));
    } else if (value.get().isArray()) {
      for (JsonNode text : value.get()) {
        if (!text.isTextual()) {
          throw ApiError.field(name, "holds " + shown(text) + ": must be texts");
        }
        texts.add(wellFormed(name, text.asText()));
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

  /** The text, if it has no half of a character, which no tokenizer can read. */
  static String wellFormed(String name, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw ApiError.field(name, "holds half of a surrogate pair");
    }
    return text;
  }

  /**
   * Refuses every other field, rather than leaving it out in silence: it may be misspelt, or change
   * the answer. What does not change it is fine, and so is what is not supported if its value asks
   * for nothing (false, 0, an empty list).
   */
  void refuseOthers(Set<String> known, Set<String> more) {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name) && !more.contains(name) && !WITHOUT_EFFECT.contains(name)) {
                refuse(name);
              }
            });
  }

  private void refuse(String name) {
    if (!UNSUPPORTED.contains(name)) {
      throw ApiError.field(
          shown(name), "is not known: correct or leave it out", "unknown_parameter");
    }
    Optional<JsonNode> value = field(name);
    if (value.isPresent() && asksForSomething(value.get())) {
      throw ApiError.field(name, "is not supported here: leave it out", "unsupported_parameter");
    }
  }

  private static boolean asksForSomething(JsonNode value) {
    if (value.isContainerNode()) {
      return !value.isEmpty();
    }
    if (value.isTextual()) {
      return !NOTHING.contains(value.asText());
    }
    return value.isNumber() ? value.asDouble() != 0 : !value.isBoolean() || value.asBoolean();
  }

  private static String shown(JsonNode value) {
    return shown(value.toString());
  }

  private static String shown(String json) {
    return json.length() > 40 ? json.substring(0, 40) + "..." : json;
  }
}
