package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** What the server answers, in OpenAPI 3.1: {@code openapi.json} with this server's own bounds. */
final class OpenApiDocument {
  private static final String SOURCE = "openapi.json";

  private OpenApiDocument() {}

  static JsonNode of(ObjectMapper json, List<String> models, ServeSettings settings) {
    ObjectNode document = read(json);
    ServeLimits limits = settings.limits();
    models.forEach(schema(document, "ModelName").putArray("enum")::add);
    schema(document, "MaxTokens").put("maximum", limits.maxTokens());
    schema(document, "Choices").put("maximum", limits.maxChoices());
    schema(document, "Prompts").put("maxItems", limits.maxChoices());
    if (!settings.keys().areNeeded()) {
      document.remove("security");
    }
    return document;
  }

  private static ObjectNode schema(ObjectNode document, String name) {
    return document.withObject("/components/schemas/" + name);
  }

  private static ObjectNode read(ObjectMapper json) {
    try (InputStream source = OpenApiDocument.class.getResourceAsStream(SOURCE)) {
      if (source == null) {
        throw new IllegalStateException("resource " + SOURCE + " is missing");
      }
      return (ObjectNode) json.readTree(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
