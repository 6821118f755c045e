package dev.rlaif.plan;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks every rule about every record of a document. */
final class RuleCheck {
  private final List<Finding> before;
  private final List<Finding> findings = new ArrayList<>();

  private RuleCheck(List<Finding> before) {
    this.before = before;
  }

  /**
   * Broken rules of {@code document} and of all records in it.
   *
   * @param before what is known to be wrong: rules that read such a field are not asked
   */
  static List<Finding> findings(Record document, List<Finding> before) {
    RuleCheck check = new RuleCheck(before);
    check.visit(document, "");
    return check.findings;
  }

  private void visit(Record record, String path) {
    ask(record.getClass(), record, path);
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String at = SchemaCheck.join(path, component.getName());
      Object value = value(component, record);
      if (value instanceof Record inner) {
        visit(inner, at);
      } else if (value instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          if (list.get(i) instanceof Record element) {
            visit(element, at + "[" + i + "]");
          }
        }
      }
    }
  }

  private <T> void ask(Class<T> type, Record record, String path) {
    T typed = type.cast(record);
    for (Rule<T> rule : Rules.of(type)) {
      boolean readable =
          rule.reads().stream()
              .map(read -> SchemaCheck.join(path, read))
              .noneMatch(read -> before.stream().anyMatch(finding -> finding.touches(read)));
      if (readable && !rule.holds().test(typed)) {
        String at = rule.at().isEmpty() ? path : SchemaCheck.join(path, rule.at());
        findings.add(new Finding(at, rule.message()));
      }
    }
  }

  static @Nullable Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component + " of " + record, e);
    }
  }
}
