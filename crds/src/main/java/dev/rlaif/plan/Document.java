package dev.rlaif.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One document as far as it could be read.
 *
 * @param value complete if there are no problems; else what did not fit has its default, and
 *     required fields may be missing
 * @param findings all that is wrong within this document
 */
record Document<T extends Record>(T value, Origins origins, List<Finding> findings) {

  Document {
    findings = List.copyOf(findings);
  }

  /** Reads {@code tree} as {@code type}, which it is compared with field by field. */
  static <T extends Record> Document<T> read(Class<T> type, YamlTree tree) {
    SchemaCheck schema = new SchemaCheck(type);
    ObjectNode fitting = schema.fitting(Envelope.ownFields(tree.root()));
    List<Finding> findings = new ArrayList<>(tree.findings());
    findings.addAll(schema.findings());
    T value = PlanJson.bind(fitting, type);
    findings.addAll(RuleCheck.findings(value, List.copyOf(findings)));
    return new Document<>(value, tree.origins(), findings);
  }

  /** A document that did not come from a file. */
  static <T extends Record> Document<T> of(Class<T> type, T value, String source) {
    JsonNode tree = PlanJson.tree(value);
    return read(type, new YamlTree(tree, Origins.of(source), List.of()));
  }

  List<Problem> problems() {
    return findings.stream().map(origins::problem).toList();
  }

  /** Whether the field can be relied on. */
  boolean isSound(String path) {
    return findings.stream().noneMatch(finding -> finding.touches(path));
  }

  Problem problem(String path, String message) {
    return origins.problem(new Finding(path, message));
  }
}
