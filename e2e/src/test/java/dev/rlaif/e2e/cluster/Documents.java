package dev.rlaif.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.e2e.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The bundled example, as it is and with other settings. */
final class Documents {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String EXAMPLE = "examples/vegetarian-small.yaml";

  private Documents() {}

  /** The example's judge. */
  static String judge() {
    return text(example().get(0));
  }

  /**
   * The example's run with two short steps and gates that all pass, so small that several stages
   * share a machine.
   *
   * @param spec fields of the spec that replace or join the example's, YAML
   */
  static String run(String name, String spec) {
    return run(name, "{}", spec);
  }

  /**
   * See {@link #run(String, String)}.
   *
   * @param labels of the run, YAML
   */
  static String run(String name, String labels, String spec) {
    ObjectNode run = (ObjectNode) example().get(1);
    run.withObject("/metadata").put("name", name).set("labels", tree(labels));
    merge(
        run.withObject("/spec"),
        tree(
            """
            training: {steps: 2, resources: {cpu: 100m, memory: 1Gi}}
            rollout: {batchSize: 8, maxNewTokens: 16}
            evaluation: {samples: 0, gates: null}
            serving: {resources: {cpu: 100m, memory: 1Gi}}
            """));
    run.withObject("/spec/evaluation").putObject("gates").put("maxViolationRate", 1);
    merge(run.withObject("/spec"), tree(spec));
    return text(run);
  }

  private static void merge(ObjectNode into, JsonNode from) {
    from.properties()
        .forEach(
            field -> {
              if (field.getValue().isObject() && into.path(field.getKey()).isObject()) {
                merge((ObjectNode) into.get(field.getKey()), field.getValue());
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }

  private static List<JsonNode> example() {
    try (var documents =
        YAML.readerFor(JsonNode.class)
            .<JsonNode>readValues(Checkout.ROOT.resolve(EXAMPLE).toFile())) {
      return new ArrayList<>(documents.readAll());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode tree(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(JsonNode document) {
    try {
      return YAML.writeValueAsString(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
