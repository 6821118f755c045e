package dev.rlaif.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rlaif.api.schema.Required;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of the API's records, read by reflection. */
public final class Fields {
  private Fields() {}

  /** Fields of a record by name, in their order. */
  public static Map<String, AnnotatedType> of(Class<?> type) {
    Map<String, AnnotatedType> fields = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      fields.put(component.getName(), component.getAnnotatedType());
    }
    return fields;
  }

  /** Class of a type, without its arguments. */
  public static Class<?> rawClass(AnnotatedType type) {
    return type.getType() instanceof ParameterizedType parameterized
        ? (Class<?>) parameterized.getRawType()
        : (Class<?>) type.getType();
  }

  /** Type of a list's elements or a map's values. */
  public static AnnotatedType content(AnnotatedType type) {
    AnnotatedType[] arguments =
        ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments();
    return arguments[arguments.length - 1];
  }

  /** Whether a document must give the field. */
  public static boolean isRequired(AnnotatedType type) {
    return type.isAnnotationPresent(Required.class);
  }

  /** How the constants of an enum are written in YAML. */
  public static List<String> spellings(Class<?> type) {
    List<String> spellings = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      spellings.add(spelling((Enum<?>) constant));
    }
    return spellings;
  }

  /** How a constant is written in YAML. */
  public static String spelling(Enum<?> constant) {
    try {
      JsonProperty property =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
      return property == null ? constant.name() : property.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(constant + " is no field of its enum", e);
    }
  }

  /** Path of a field called {@code name} anywhere below {@code type}. */
  static Optional<String> find(String name, Class<?> type, String path) {
    for (Map.Entry<String, AnnotatedType> field : of(type).entrySet()) {
      String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      if (field.getKey().equals(name)) {
        return Optional.of(at);
      }
      Class<?> inner = rawClass(field.getValue());
      Optional<String> found = inner.isRecord() ? find(name, inner, at) : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
