package dev.rlaif.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RlaifRun;
import java.lang.reflect.AnnotatedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value given on the command line, {@code rollout.batchSize=64}: it takes the place of what the
 * document says.
 *
 * @param text as given
 * @param isForJudge it began with {@code judge.}: it is for the judge that the run names
 * @param path segments from the document's root; numbers are indices of lists
 */
record SetOption(String text, boolean isForJudge, List<String> path, JsonNode value) {
  private static final String JUDGE = "judge";

  /** Reads {@code PATH=VALUE}; what cannot be read goes to {@code problems}. */
  static Optional<SetOption> parse(String text, List<Problem> problems) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      problems.add(new Problem(source(text), "", "must be PATH=VALUE, as in rollout.batchSize=64"));
      return Optional.empty();
    }
    List<String> path = segments(text.substring(0, equals));
    boolean isForJudge = path.get(0).equals(JUDGE) && path.size() > 1;
    if (isForJudge) {
      path.remove(0);
    }
    if (!path.get(0).equals("spec") && !path.get(0).equals("metadata")) {
      path.add(0, "spec");
    }
    int before = problems.size();
    List<YamlTree> values = YamlTree.read(source(text), text.substring(equals + 1), problems);
    if (problems.size() > before) {
      return Optional.empty();
    }
    JsonNode value = values.isEmpty() ? JsonNodeFactory.instance.nullNode() : values.get(0).root();
    return Optional.of(new SetOption(text, isForJudge, List.copyOf(path), value));
  }

  /** The tree with the value in its place, or unchanged where the path leads nowhere. */
  YamlTree applyTo(YamlTree tree, List<Problem> problems) {
    Class<?> type = isForJudge ? RewardJudge.class : RlaifRun.class;
    Optional<Finding> nowhere = leadsNowhere(type);
    if (nowhere.isPresent()) {
      problems.add(new Problem(source(text), nowhere.get().path(), nowhere.get().message()));
      return tree;
    }
    JsonNode root = tree.root().deepCopy();
    JsonNode parent = root;
    String at = "";
    for (int i = 0; i < path.size(); i++) {
      String segment = path.get(i);
      boolean isLast = i == path.size() - 1;
      if (parent instanceof ArrayNode array) {
        int index = Integer.parseInt(segment);
        if (index > array.size()) {
          problems.add(
              new Problem(source(text), at, "has " + array.size() + " elements: no " + index));
          return tree;
        }
        at = at + "[" + index + "]";
        if (index == array.size()) {
          array.addNull();
        }
        JsonNode child = isLast ? value : container(array.get(index), path.get(i + 1));
        array.set(index, child);
        parent = child;
      } else {
        ObjectNode object = (ObjectNode) parent;
        at = SchemaCheck.join(at, segment);
        JsonNode child = isLast ? value : container(object.path(segment), path.get(i + 1));
        object.set(segment, child);
        parent = child;
      }
    }
    return new YamlTree(root, tree.origins().with(at, source(text)), tree.findings());
  }

  /** What is there already, if something can be put into it, else a new container. */
  private static JsonNode container(JsonNode present, String next) {
    boolean isIndex = next.matches("[0-9]{1,4}");
    if (isIndex ? present.isArray() : present.isObject()) {
      return present;
    }
    return isIndex ? JsonNodeFactory.instance.arrayNode() : JsonNodeFactory.instance.objectNode();
  }

  private Optional<Finding> leadsNowhere(Class<?> root) {
    Class<?> type = root;
    AnnotatedType annotated = null;
    String at = "";
    for (String segment : path) {
      if (annotated == null || type.isRecord()) {
        AnnotatedType field = Fields.of(type).get(segment);
        if (field == null) {
          return Optional.of(UnknownField.of(at, segment, type, root));
        }
        annotated = field;
        at = SchemaCheck.join(at, segment);
      } else if (type == List.class && segment.matches("[0-9]{1,4}")) {
        annotated = Fields.content(annotated);
        at = at + "[" + segment + "]";
      } else if (type == Map.class) {
        annotated = Fields.content(annotated);
        at = SchemaCheck.join(at, segment);
      } else {
        String expected = type == List.class ? "is a list: give an index, not " : "has no field ";
        return Optional.of(new Finding(at, expected + segment));
      }
      type = Fields.rawClass(annotated);
    }
    return Optional.empty();
  }

  /** Segments between dots; {@code \.} is a dot within one, {@code [3]} is an index. */
  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.replaceAll("\\[([0-9]+)]", ".$1").split("(?<!\\\\)\\.", -1)) {
      segments.add(segment.replace("\\.", "."));
    }
    return segments;
  }

  private static String source(String text) {
    return "--set " + text;
  }
}
