package dev.rlaif.operator.metrics;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Constants as they are spelled in documents, so that a label reads as the status does. */
final class WireWord {
  private WireWord() {}

  static String of(Enum<?> constant) {
    try {
      JsonProperty spelling =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
      return spelling == null ? constant.name() : spelling.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("every constant is a field: " + constant, e);
    }
  }
}
