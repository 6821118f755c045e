package dev.rlaif.crd;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.api.schema.Items;
import dev.rlaif.plan.CelRule;
import dev.rlaif.plan.Fields;
import dev.rlaif.plan.Rules;
import java.lang.reflect.AnnotatedType;
import java.util.List;
import java.util.Map;

/** OpenAPI v3 schemas of records, in the part of it that Kubernetes calls structural. */
final class SchemaTree {
  private final FieldDocs docs;

  SchemaTree(FieldDocs docs) {
    this.docs = docs;
  }

  /** Schema of a record with everything in it, and the rules that hold there. */
  ObjectNode record(Class<?> type, String description) {
    ObjectNode schema = described("object", description);
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<String, AnnotatedType> field : Fields.of(type).entrySet()) {
      String text = docs.of(type, field.getKey(), Fields.rawClass(field.getValue()));
      properties.set(field.getKey(), value(field.getValue(), text));
      if (Fields.isRequired(field.getValue())) {
        required.add(field.getKey());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    putRules(schema, Rules.inCel(type));
    return schema;
  }

  /** Adds what the API server evaluates at this place; nothing where there are no rules. */
  static void putRules(ObjectNode schema, List<CelRule> rules) {
    for (CelRule rule : rules) {
      ObjectNode tree = schema.withArray("x-kubernetes-validations").addObject();
      tree.put("rule", rule.rule()).put("message", rule.message());
      rule.fieldPath().ifPresent(path -> tree.put("fieldPath", path));
    }
  }

  private ObjectNode value(AnnotatedType annotated, String description) {
    Class<?> type = Fields.rawClass(annotated);
    if (type.isRecord()) {
      return record(type, description);
    }
    if (type == List.class) {
      return list(annotated, description);
    }
    if (type == Map.class) {
      return map(annotated, description);
    }
    return ScalarTree.of(annotated, described(ScalarTree.type(type), description));
  }

  private ObjectNode list(AnnotatedType annotated, String description) {
    ObjectNode schema = described("array", description);
    Items items = bounds(annotated);
    if (items.min() > 0) {
      schema.put("minItems", items.min());
    }
    schema.put("maxItems", items.max());
    if (items.distinct()) {
      schema.put("x-kubernetes-list-type", "set");
    } else if (!items.key().isEmpty()) {
      schema.put("x-kubernetes-list-type", "map");
      schema.putArray("x-kubernetes-list-map-keys").add(items.key());
    } else {
      schema.put("x-kubernetes-list-type", "atomic");
    }
    schema.set("items", content(annotated));
    return schema;
  }

  private ObjectNode map(AnnotatedType annotated, String description) {
    ObjectNode schema = described("object", description);
    schema.put("maxProperties", bounds(annotated).max());
    schema.set("additionalProperties", content(annotated));
    return schema;
  }

  /** Elements of a list and values of a map are described where they are kinds of their own. */
  private ObjectNode content(AnnotatedType annotated) {
    AnnotatedType content = Fields.content(annotated);
    Class<?> type = Fields.rawClass(content);
    return value(content, type.isRecord() ? docs.of(type) : "");
  }

  private static Items bounds(AnnotatedType annotated) {
    Items items = annotated.getAnnotation(Items.class);
    if (items == null) {
      throw new IllegalStateException(annotated + " has no @Items: how many may there be?");
    }
    return items;
  }

  private static ObjectNode described(String type, String description) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", type);
    return description.isEmpty() ? schema : schema.put("description", description);
  }
}
