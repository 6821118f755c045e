package dev.rlaif.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Matches;
import dev.rlaif.api.schema.Range;
import dev.rlaif.plan.Fields;
import java.lang.reflect.AnnotatedType;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Schemas of single values, with the bounds that stand on their fields. */
final class ScalarTree {
  private static final Map<Class<?>, String> TYPES =
      Map.of(
          String.class, "string",
          Instant.class, "string",
          Boolean.class, "boolean",
          Integer.class, "integer",
          Long.class, "integer",
          Double.class, "number");
  private static final Map<Class<?>, String> FORMATS =
      Map.of(Integer.class, "int32", Long.class, "int64", Instant.class, "date-time");

  private ScalarTree() {}

  /** Name of a Java type in a schema. */
  static String type(Class<?> type) {
    String name = type.isEnum() ? "string" : TYPES.get(type);
    if (name == null) {
      throw new IllegalStateException("the API has no type for " + type);
    }
    return name;
  }

  /** {@code schema} with format and bounds of the field. */
  static ObjectNode of(AnnotatedType annotated, ObjectNode schema) {
    Class<?> type = Fields.rawClass(annotated);
    String format = FORMATS.get(type);
    if (format != null) {
      schema.put("format", format);
    }
    if (type.isEnum()) {
      Fields.spellings(type).forEach(schema.putArray("enum")::add);
    }
    putLength(annotated.getAnnotation(Length.class), annotated, schema);
    Matches matches = annotated.getAnnotation(Matches.class);
    if (matches != null) {
      // the API server looks for a match anywhere in the text
      schema.put("pattern", "^(" + matches.regex() + ")$");
    }
    Range range = annotated.getAnnotation(Range.class);
    if (range != null) {
      putRange(range, schema);
    }
    return schema;
  }

  private static void putLength(
      @Nullable Length length, AnnotatedType annotated, ObjectNode schema) {
    if (length == null) {
      if (Fields.rawClass(annotated) == String.class) {
        throw new IllegalStateException(annotated + " has no @Length: how long may it be?");
      }
      return;
    }
    if (length.min() > 0) {
      schema.put("minLength", length.min());
    }
    schema.put("maxLength", length.max());
  }

  private static void putRange(Range range, ObjectNode schema) {
    putNumber("minimum", range.min(), schema);
    if (range.aboveMin()) {
      schema.put("exclusiveMinimum", true);
    }
    if (!Double.isInfinite(range.max())) {
      putNumber("maximum", range.max(), schema);
    }
    if (range.belowMax()) {
      schema.put("exclusiveMaximum", true);
    }
  }

  private static void putNumber(String field, double value, ObjectNode schema) {
    if (value == Math.rint(value)) {
      schema.put(field, (long) value);
    } else {
      schema.put(field, value);
    }
  }
}
