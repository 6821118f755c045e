package dev.rlaif.trainer.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code namespace()} makes: values that a loop's body can change for those outside of it.
 *
 * @param values by name
 */
record Namespace(Map<String, Object> values) {

  Namespace {
    values = new LinkedHashMap<>(values);
  }
}
