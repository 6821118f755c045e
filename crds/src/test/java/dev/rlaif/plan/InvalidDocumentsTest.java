package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each document of invalid.yaml is refused for its one reason, and for no other. */
class InvalidDocumentsTest {

  static Stream<Arguments> cases() {
    List<Problem> problems = new ArrayList<>();
    JsonNode cases =
        YamlTree.read("invalid.yaml", Valid.text("/invalid.yaml"), problems).get(0).root();
    assertThat(problems).isEmpty();
    return StreamSupport.stream(cases.spliterator(), false)
        .map(one -> Arguments.of(one.get("case").asText(), one));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isRefused(String name, JsonNode one) {
    Map<String, String> texts = Valid.texts();
    for (String kind : List.of("run", "judge")) {
      String file = kind + ".yaml";
      JsonNode valid =
          YamlTree.read(file, Valid.text("/valid/" + file), new ArrayList<>()).get(0).root();
      texts.put(file, merged(valid, one.path(kind)).toString());
    }

    List<Problem> problems = RunPlanner.plan(Documents.parse(texts, List.of())).problems();

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).path()).isEqualTo(one.get("at").asText());
    assertThat(problems.get(0).message()).contains(one.get("says").asText());
  }

  /** JSON merge patch, RFC 7396. */
  private static JsonNode merged(JsonNode target, JsonNode patch) {
    if (patch.isMissingNode()) {
      return target;
    }
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode merged =
        target instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      if (entry.getValue().isNull()) {
        merged.remove(entry.getKey());
      } else {
        merged.set(entry.getKey(), merged(merged.path(entry.getKey()), entry.getValue()));
      }
    }
    return merged;
  }
}
