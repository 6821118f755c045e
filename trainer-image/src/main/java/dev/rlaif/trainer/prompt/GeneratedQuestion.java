package dev.rlaif.trainer.prompt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The question in a generator's reply. */
final class GeneratedQuestion {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern REASONING =
      Pattern.compile("^\\s*<think>.*?</think>", Pattern.DOTALL);

  private GeneratedQuestion() {}

  /** From the first JSON object of the reply, fenced or not; empty: malformed. */
  static Optional<String> in(String reply) {
    String text = REASONING.matcher(reply).replaceFirst("");
    for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
      Optional<JsonNode> object = object(text.substring(at));
      if (object.isPresent()) {
        JsonNode question = object.get().path("question");
        return Optional.of(question.asText().strip())
            .filter(found -> question.isTextual() && !found.isEmpty());
      }
    }
    return Optional.empty();
  }

  private static Optional<JsonNode> object(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      return Optional.ofNullable(parser.<JsonNode>readValueAsTree()).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
