package dev.rlaif.crd;

import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.Serving;
import dev.rlaif.api.v1alpha1.Tracking;
import dev.rlaif.plan.CelRule;
import dev.rlaif.plan.Fields;
import java.lang.reflect.AnnotatedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may not change in a run that has started: everything but a few named fields, so that a field
 * added later is fixed unless somebody decides otherwise. Rules of the root may read the status,
 * and while a spec is updated both objects hold the old one; so no webhook is needed.
 */
final class FixedOnceStarted {
  /** Read again while the run goes on. */
  private static final Set<String> FREE =
      Set.of("serving", "tracking", "suspend", "activeDeadlineSeconds", "cleanup");

  private static final Set<String> FREE_IN_SERVING = Set.of("enabled", "replicas", "requestLog");
  private static final Set<String> FREE_IN_TRACKING = Set.of("viewer");
  private static final String STARTED = "has(oldSelf.status) && has(oldSelf.status.startTime)";
  private static final String ANOTHER_NAME =
      " once the run has started: create a new RlaifRun with another name";

  private FixedOnceStarted() {}

  static List<CelRule> rules() {
    List<CelRule> rules = new ArrayList<>();
    for (Map.Entry<String, AnnotatedType> field : Fields.of(RlaifRunSpec.class).entrySet()) {
      String path = "spec." + field.getKey();
      if (!FREE.contains(field.getKey())) {
        boolean always = Fields.isRequired(field.getValue());
        String same = always ? equal(path) : same("", path);
        rules.add(rule(path, same, path + " is fixed"));
      }
    }
    rules.addAll(
        within(
            "spec.serving",
            Serving.class,
            FREE_IN_SERVING,
            "only enabled, replicas and requestLog may"));
    rules.addAll(within("spec.tracking", Tracking.class, FREE_IN_TRACKING, "only viewer may"));
    return rules;
  }

  private static List<CelRule> within(
      String parent, Class<? extends Record> type, Set<String> free, String may) {
    List<CelRule> rules = new ArrayList<>();
    for (String name : Fields.of(type).keySet()) {
      String path = parent + "." + name;
      if (!free.contains(name)) {
        String same = same("has(%s." + parent + ") && ", path);
        rules.add(rule(path, same, "of " + parent + " " + may + " change"));
      }
    }
    return rules;
  }

  /** Both have the field with the same value, or neither has it. */
  private static String same(String guard, String path) {
    String now = "(" + guard.formatted("self") + "has(self." + path + "))";
    String before = "(" + guard.formatted("oldSelf") + "has(oldSelf." + path + "))";
    // comparing two optional values would be shorter, but costs a hundred times as much
    return now + " == " + before + " && (!" + now + " || " + equal(path) + ")";
  }

  private static String equal(String path) {
    return "self." + path + " == oldSelf." + path;
  }

  private static CelRule rule(String path, String same, String what) {
    return new CelRule(
        "!(" + STARTED + ") || " + same, what + ANOTHER_NAME, Optional.of("." + path));
  }
}
