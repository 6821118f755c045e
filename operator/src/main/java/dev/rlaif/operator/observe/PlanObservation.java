package dev.rlaif.operator.observe;

import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageDoor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ConfigMap of the plan, as it is.
 *
 * @param configMap whoever it belongs to
 * @param isOurs whether it belongs to the run
 * @param plan that it holds; absent where it holds none that can be read
 */
public record PlanObservation(
    Optional<ConfigMap> configMap, boolean isOurs, Optional<RunPlan> plan) {
  public static final PlanObservation NONE =
      new PlanObservation(Optional.empty(), false, Optional.empty());

  static PlanObservation of(ConfigMap configMap, boolean isOurs) {
    return new PlanObservation(
        Optional.of(configMap), isOurs, isOurs ? read(text(configMap)) : Optional.empty());
  }

  /** The plan, if it is the run's and has this hash. */
  public Optional<RunPlan> withHash(@Nullable String hash) {
    return plan.filter(known -> known.hash().equals(hash));
  }

  /** Whether the ConfigMap says the same as {@code other}, to the letter. */
  public boolean says(ConfigMap other) {
    return isOurs && configMap.filter(mine -> text(mine).equals(text(other))).isPresent();
  }

  private static String text(ConfigMap configMap) {
    return Objects.requireNonNullElse(configMap.getData(), Map.<String, String>of())
        .getOrDefault(StageDoor.PLAN_KEY, "");
  }

  private static Optional<RunPlan> read(String text) {
    try {
      return Optional.ofNullable(PlanJson.read(text, RunPlan.class));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
