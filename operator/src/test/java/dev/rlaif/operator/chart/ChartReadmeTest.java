package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of values in the README is values.yaml, and the schema knows each of them. */
class ChartReadmeTest {
  private static final Path VALUES = Checkout.CHART.resolve("values.yaml");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([\\w.]+)` \\| `([^`]*)` \\| .*\\|$");
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  @Test
  void tellsEveryValueWithItsDefault() throws JsonProcessingException {
    Map<String, String> told = new TreeMap<>();
    String readme = Checkout.text(Checkout.CHART.resolve("README.md"));
    Matcher row = ROW.matcher(readme.substring(readme.indexOf("\n## Values\n")));
    while (row.find()) {
      told.put(row.group(1), row.group(2));
    }

    assertThat(told).isEqualTo(defaults());
  }

  @Test
  void schemaKnowsEveryValue() throws JsonProcessingException {
    JsonNode schema = SORTED.readTree(Checkout.text(Checkout.CHART.resolve("values.schema.json")));

    for (String path : defaults().keySet()) {
      JsonNode property = schema;
      for (String name : path.split("\\.", -1)) {
        property = property.path("properties").path(name);
        if (property.has("$ref")) {
          property = schema.at(property.path("$ref").asText().substring(1));
        }
      }
      assertThat(property.isMissingNode()).as(path).isFalse();
    }
  }

  private static Map<String, String> defaults() throws JsonProcessingException {
    Map<String, String> defaults = new TreeMap<>();
    collect("", Checkout.documents(VALUES).get(0), defaults);
    return defaults;
  }

  /** Down to what a person sets at once: an image, a list, a map that is empty or of labels. */
  private static void collect(String path, JsonNode node, Map<String, String> defaults)
      throws JsonProcessingException {
    boolean whole =
        node.isEmpty()
            || node.has("repository")
            || path.endsWith("labels")
            || path.equals("resources");
    if (!node.isObject() || whole) {
      defaults.put(path, shown(node));
      return;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      collect(
          path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
          field.getValue(),
          defaults);
    }
  }

  private static String shown(JsonNode node) throws JsonProcessingException {
    return node.isTextual() && !node.asText().isEmpty()
        ? node.asText()
        : SORTED.writeValueAsString(SORTED.treeToValue(node, Object.class));
  }
}
