package dev.rlaif.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * YAML as a tree that remembers where each field was written, and that says what was written twice.
 *
 * @param root the document's content
 * @param findings keys that occur twice
 */
record YamlTree(JsonNode root, Origins origins, List<Finding> findings) {
  private static final int DEEPEST = 64;

  /** All documents of one file that hold anything; syntax errors go to {@code problems}. */
  static List<YamlTree> read(String source, String text, List<Problem> problems) {
    List<YamlTree> trees = new ArrayList<>();
    try {
      for (Node node : new Yaml(new LoaderOptions()).composeAll(new StringReader(text))) {
        Builder builder = new Builder(source);
        JsonNode root = builder.build(node, "", 0);
        Origins origins = new Origins(source + ":" + line(node), builder.lines);
        if (!root.isNull()) {
          trees.add(new YamlTree(root, origins, builder.findings));
        }
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(new Problem(source + ":" + line, "", "is not YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      problems.add(new Problem(source, "", "is not YAML: " + e.getMessage()));
    }
    return trees;
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static final class Builder {
    private final String source;
    private final Map<String, String> lines = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    Builder(String source) {
      this.source = source;
    }

    JsonNode build(Node node, String path, int depth) {
      if (depth > DEEPEST) {
        throw new YAMLException("deeper than " + DEEPEST + " levels at " + path);
      }
      if (node instanceof MappingNode mapping) {
        return mapping(mapping, path, depth);
      }
      if (node instanceof SequenceNode sequence) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Node element : sequence.getValue()) {
          String at = path + "[" + array.size() + "]";
          lines.put(at, source + ":" + line(element));
          array.add(build(element, at, depth + 1));
        }
        return array;
      }
      ScalarNode scalar = (ScalarNode) node;
      return scalar.getScalarStyle() == ScalarStyle.PLAIN
          ? PlainScalar.parse(scalar.getValue())
          : JsonNodeFactory.instance.textNode(scalar.getValue());
    }

    private ObjectNode mapping(MappingNode mapping, String path, int depth) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (NodeTuple entry : mapping.getValue()) {
        String key =
            entry.getKeyNode() instanceof ScalarNode scalar
                ? scalar.getValue()
                : entry.getKeyNode().toString();
        String at = path.isEmpty() ? key : path + "." + key;
        lines.put(at, source + ":" + line(entry.getKeyNode()));
        if (object.has(key)) {
          findings.add(new Finding(at, "is given twice"));
        }
        object.set(key, build(entry.getValueNode(), at, depth + 1));
      }
      return object;
    }
  }
}
