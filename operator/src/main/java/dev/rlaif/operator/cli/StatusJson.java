package dev.rlaif.operator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Reads a status that may be of a newer version: what is not known here is passed over. */
final class StatusJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          .build();

  private StatusJson() {}

  /** The status of an object; {@code none} where it has none yet. */
  static <T> T of(JsonNode object, Class<T> type, T none) {
    JsonNode status = object.path("status");
    if (!status.isObject()) {
      return none;
    }
    try {
      return MAPPER.treeToValue(status, type);
    } catch (JsonProcessingException e) {
      throw CommandFailure.environment(
          "the status of "
              + object.path("metadata").path("name").asText()
              + " cannot be read: "
              + e.getOriginalMessage());
    }
  }
}
