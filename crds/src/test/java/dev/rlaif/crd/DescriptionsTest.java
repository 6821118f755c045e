package dev.rlaif.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.plan.Fields;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kubectl explain says: something about every field, and nothing wrong about defaults. */
class DescriptionsTest {
  /** A default at the end of a description: one word, or a number with a unit. */
  private static final Pattern DEFAULT = Pattern.compile("\\b[Dd]efault ([A-Za-z0-9./-]+)\\.$");

  private static final List<String> SERVERS_OWN = List.of("apiVersion", "kind", "metadata");

  static Stream<CustomResource> kinds() {
    return CustomResource.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyFieldIsDescribed(CustomResource kind) {
    List<String> bare = new ArrayList<>();
    collectBare("", schema(kind), bare);

    assertThat(bare).as("add them as @param to the Javadoc of the record").isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> saidDefaultIsTheRecords() {
    Set<Class<?>> records = new LinkedHashSet<>();
    kinds().forEach(kind -> collect(kind.spec(), records));
    FieldDocs docs = FieldDocs.read(CrdFilesTest.SOURCES);
    List<DynamicTest> tests = new ArrayList<>();
    for (Class<?> type : records) {
      for (RecordComponent field : type.getRecordComponents()) {
        Matcher said = DEFAULT.matcher(docs.of(type, field.getName(), field.getType()));
        if (said.find()) {
          String name = type.getSimpleName() + "." + field.getName() + ": " + said.group(1);
          tests.add(
              DynamicTest.dynamicTest(
                  name, () -> assertThat(defaultOf(type, field)).isEqualTo(plain(said.group(1)))));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(60);
    return tests.stream();
  }

  /** What the record itself puts where nothing is given. */
  private static String defaultOf(Class<?> type, RecordComponent field)
      throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    Object empty = constructor.newInstance(new Object[type.getRecordComponents().length]);
    Object value = field.getAccessor().invoke(empty);
    return plain(value instanceof Enum<?> constant ? Fields.spelling(constant) : "" + value);
  }

  /** Numbers that are equal, spelled alike. */
  private static String plain(String value) {
    return value.matches("[0-9.]+")
        ? new BigDecimal(value).stripTrailingZeros().toPlainString()
        : value;
  }

  private static void collect(Class<?> type, Set<Class<?>> records) {
    if (type.isRecord() && records.add(type)) {
      for (AnnotatedType field : Fields.of(type).values()) {
        Class<?> raw = Fields.rawClass(field);
        collect(raw == List.class ? Fields.rawClass(Fields.content(field)) : raw, records);
      }
    }
  }

  private static void collectBare(String path, JsonNode schema, List<String> bare) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String at = path + "." + property.getKey();
      boolean described = property.getValue().path("description").asText("").endsWith(".");
      if (!described && !(path.isEmpty() && SERVERS_OWN.contains(property.getKey()))) {
        bare.add(at);
      }
      collectBare(at, property.getValue(), bare);
      collectBare(at + "[]", property.getValue().path("items"), bare);
    }
  }

  private static JsonNode schema(CustomResource kind) {
    return Committed.definition(kind).at("/spec/versions/0/schema/openAPIV3Schema");
  }
}
