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

/**
 * A file of the examples with one judge and one run, with other settings.
 *
 * @param file in {@code examples}
 */
record Documents(String file) {
  static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Documents SMALL = new Documents("vegetarian-small.yaml");

  /**
   * So small that several runs share a machine; the node's cores are shared as they come, for what
   * is asked for here is what the scheduler adds up.
   */
  private static final String TINY =
      """
      training: {epochs: null, steps: 2, resources: {cpu: 100m, memory: 1Gi}}
      rollout: {batchSize: 8, maxNewTokens: 16}
      evaluation: {samples: 0, maxNewTokens: 16, gates: null}
      serving: {resources: {cpu: 100m, memory: 1Gi}}
      """;

  /** The judge of the bundled example. */
  static String judge() {
    return SMALL.judge("vegetarian-words", "{}");
  }

  /** The run of the bundled example, tiny. */
  static String run(String name, String spec) {
    return SMALL.tiny(name, spec);
  }

  /**
   * The run of the bundled example, tiny.
   *
   * @param labels of the run, YAML
   */
  static String run(String name, String labels, String spec) {
    ObjectNode run = (ObjectNode) tree(SMALL.tiny(name, spec));
    run.withObject("/metadata").set("labels", tree(labels));
    return text(run);
  }

  /**
   * The file's judge.
   *
   * @param spec fields of the spec that replace or join the example's, YAML; null takes one away
   */
  String judge(String name, String spec) {
    return document(0, name, spec);
  }

  /**
   * The file's run with two short steps and a gate that is always met.
   *
   * @param spec as a judge's
   */
  String tiny(String name, String spec) {
    ObjectNode run = (ObjectNode) tree(document(1, name, TINY));
    run.withObject("/spec/evaluation/gates").put("maxViolationRate", 1);
    merge(run.withObject("/spec"), tree(spec));
    return text(run);
  }

  private String document(int index, String name, String spec) {
    ObjectNode document = (ObjectNode) documents().get(index);
    document.withObject("/metadata").put("name", name);
    merge(document.withObject("/spec"), tree(spec));
    return text(document);
  }

  /** As a JSON merge patch. */
  private static void merge(ObjectNode into, JsonNode from) {
    from.properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                into.remove(field.getKey());
              } else if (field.getValue().isObject()) {
                merge(into.withObject("/" + field.getKey()), field.getValue());
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }

  private List<JsonNode> documents() {
    try (var documents =
        YAML.readerFor(JsonNode.class)
            .<JsonNode>readValues(Checkout.ROOT.resolve("examples").resolve(file).toFile())) {
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
