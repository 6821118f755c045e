package dev.rlaif.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CustomResourceTest {
  static Stream<CustomResource> kinds() {
    return CustomResource.ALL.stream();
  }

  /** A column or selector with a slip in its path would stay empty without a word. */
  @ParameterizedTest
  @MethodSource("kinds")
  void columnsAndSelectorsLeadToFields(CustomResource kind) {
    List<String> paths = new ArrayList<>(kind.selectable());
    kind.columns().forEach(column -> paths.add(column.path()));
    JsonNode root = Committed.definition(kind).at("/spec/versions/0/schema/openAPIV3Schema");

    assertThat(paths)
        .filteredOn(path -> !path.startsWith(".metadata."))
        .allMatch(path -> leadsToField(root, path));
  }

  /** Defaults stand in the records: what the server filled in, GitOps would call drift. */
  @ParameterizedTest
  @MethodSource("kinds")
  void hasNoDefaults(CustomResource kind) {
    assertThat(Committed.definition(kind).findValues("default")).isEmpty();
  }

  private static boolean leadsToField(JsonNode root, String path) {
    JsonNode schema = root;
    for (String name : path.replaceAll("\\[[^]]*]", ".[]").substring(1).split("\\.", -1)) {
      schema = name.equals("[]") ? schema.path("items") : schema.path("properties").path(name);
    }
    return schema.has("type");
  }
}
