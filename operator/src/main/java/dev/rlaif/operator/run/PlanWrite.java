package dev.rlaif.operator.run;

import dev.rlaif.operator.observe.PlanObservation;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.ArrayList;
import java.util.List;

/** How the plan gets into the cluster: it cannot be changed there, only replaced. */
final class PlanWrite {
  private PlanWrite() {}

  /** What has to be done so that the plan is there, and {@code then} after it. */
  static List<Action> actions(PlanObservation present, ConfigMap plan, Action... then) {
    List<Action> actions = new ArrayList<>();
    if (!present.says(plan)) {
      present.configMap().map(Action.Delete::new).ifPresent(actions::add);
      actions.add(new Action.Create(plan));
    }
    actions.addAll(List.of(then));
    return actions;
  }
}
