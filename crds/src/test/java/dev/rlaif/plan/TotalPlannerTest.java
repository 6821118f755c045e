package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in whatever field, the planner answers and does not fall over. */
class TotalPlannerTest {
  private static final List<String> JUNK = List.of("null", "-7", "[[]]", "{a: {b: 1}}", "[~]");

  static Stream<String> places() {
    List<String> places = new ArrayList<>();
    for (String file : List.of("run.yaml", "judge.yaml")) {
      collect(tree(file), "", places, file);
    }
    return places.stream();
  }

  @ParameterizedTest
  @MethodSource("places")
  void answers(String place) {
    String file = place.substring(0, place.indexOf('#'));
    String pointer = place.substring(place.indexOf('#') + 1);
    // each place gets one kind of junk, neighbours different ones
    String junk = JUNK.get(Math.floorMod(place.hashCode(), JUNK.size()));
    JsonNode tree = tree(file);
    JsonNode parent = tree.at(pointer.substring(0, pointer.lastIndexOf('/')));
    String name = pointer.substring(pointer.lastIndexOf('/') + 1).replace("~1", "/");
    JsonNode value = YamlTree.read("", "x: " + junk, new ArrayList<>()).get(0).root().get("x");
    if (parent instanceof ObjectNode object) {
      object.set(name, value);
    } else {
      ((ArrayNode) parent).set(Integer.parseInt(name), value);
    }
    Map<String, String> texts = Valid.texts();
    texts.put(file, tree.toString());

    assertThat(RunPlanner.plan(Documents.parse(texts, List.of())).problems())
        .as(place + " = " + junk)
        .isNotEmpty();
  }

  private static void collect(JsonNode node, String pointer, List<String> places, String file) {
    if (!pointer.isEmpty()) {
      places.add(file + "#" + pointer);
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      collect(entry.getValue(), pointer + "/" + entry.getKey().replace("/", "~1"), places, file);
    }
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      collect(node.get(i), pointer + "/" + i, places, file);
    }
  }

  private static JsonNode tree(String file) {
    return YamlTree.read(file, Valid.text("/valid/" + file), new ArrayList<>()).get(0).root();
  }
}
