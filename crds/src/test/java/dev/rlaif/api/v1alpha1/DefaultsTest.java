package dev.rlaif.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of every record: bounded, and required, absent or filled in when left out. */
class DefaultsTest {

  static Stream<Class<?>> records() {
    Set<Class<?>> records = new LinkedHashSet<>();
    collect(RlaifRun.class, records);
    collect(RewardJudge.class, records);
    return records.stream();
  }

  @ParameterizedTest
  @MethodSource("records")
  void whatIsNeitherRequiredNorNullableHasADefault(Class<? extends Record> type) throws Exception {
    Record empty = new ObjectMapper().readValue("{}", type);
    for (RecordComponent component : type.getRecordComponents()) {
      AnnotatedType field = component.getAnnotatedType();
      if (!field.isAnnotationPresent(Required.class)
          && !field.isAnnotationPresent(Nullable.class)) {
        assertThat(component.getAccessor().invoke(empty)).as(component.toString()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyFieldIsBounded(Class<? extends Record> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      assertBounded(component.getAnnotatedType(), component.toString());
    }
  }

  private static void assertBounded(AnnotatedType field, String name) {
    Class<?> type = raw(field);
    if (type == String.class) {
      assertThat(field.isAnnotationPresent(Length.class)).as(name).isTrue();
    } else if (Number.class.isAssignableFrom(type)) {
      assertThat(field.isAnnotationPresent(Range.class)).as(name).isTrue();
    } else if (type == List.class || type == Map.class) {
      assertThat(field.isAnnotationPresent(Items.class)).as(name).isTrue();
      for (AnnotatedType argument :
          ((AnnotatedParameterizedType) field).getAnnotatedActualTypeArguments()) {
        if (type == List.class || argument.getAnnotations().length > 0) {
          assertBounded(argument, name + "'s elements");
        }
      }
    } else {
      assertThat(type == Boolean.class || type.isEnum() || type.isRecord()).as(name).isTrue();
    }
  }

  /** What an empty object gives must be what the parent gives when the object is left out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lora",
        "rollout",
        "training",
        "serving",
        "storage",
        "tracking",
        "pods",
        "cleanup"
      })
  void emptyObjectMeansTheSameAsNone(String part) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readValue("{\"" + part + "\": {}}", RlaifRunSpec.class))
        .isEqualTo(mapper.readValue("{}", RlaifRunSpec.class));
  }

  private static void collect(Class<?> type, Set<Class<?>> records) {
    if (!type.isRecord() || !records.add(type)) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      AnnotatedType field = component.getAnnotatedType();
      if (raw(field) == List.class) {
        collect(
            raw(((AnnotatedParameterizedType) field).getAnnotatedActualTypeArguments()[0]),
            records);
      } else {
        collect(raw(field), records);
      }
    }
  }

  private static Class<?> raw(AnnotatedType type) {
    return type.getType() instanceof ParameterizedType parameterized
        ? (Class<?>) parameterized.getRawType()
        : (Class<?>) type.getType();
  }
}
