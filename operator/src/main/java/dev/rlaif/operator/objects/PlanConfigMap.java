package dev.rlaif.operator.objects;

import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.StageDoor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A plan as a ConfigMap that nobody can change any more. */
public final class PlanConfigMap {
  /** etcd takes requests of 1.5 MiB and the API server objects of 1 MiB; the rest is metadata. */
  private static final int MAX_BYTES = 1_000_000;

  private PlanConfigMap() {}

  /**
   * Why a plan does not fit into a ConfigMap, and what would do; absent if it fits.
   *
   * @param plan a RunPlan or JudgeCheckPlan
   */
  public static Optional<String> problem(Object plan) {
    int bytes = PlanJson.write(plan).getBytes(StandardCharsets.UTF_8).length;
    return bytes <= MAX_BYTES
        ? Optional.empty()
        : Optional.of(
            "the plan with all ConfigMaps that it names has "
                + bytes
                + " bytes, and a ConfigMap holds "
                + MAX_BYTES
                + ": put the questions, words or examples on a volume and name them by pvc://CLAIM/PATH");
  }

  static ConfigMap of(ObjectMeta metadata, Object plan) {
    return new ConfigMapBuilder()
        .withMetadata(metadata)
        .withImmutable(true)
        .addToData(StageDoor.PLAN_KEY, PlanJson.write(plan))
        .build();
  }
}
