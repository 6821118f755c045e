package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * What training writes down beside its metrics.
 *
 * @param tensorboard event files for TensorBoard; with viewer a server of them on a cluster, too;
 *     default true
 * @param rollouts all answers with their scores, as JSON lines and as a Delta table; default true
 * @param viewer page of the run, served on a cluster by a Deployment and a Service as long as the
 *     run exists; may change later; on several nodes it needs a volume that they share; default
 *     false
 * @param everySteps steps between two entries; default 1
 * @param mlflow server that is told, too; absent: none
 * @param objectStore that the Delta tables are copied to; absent: none
 */
public record Tracking(
    Boolean tensorboard,
    Boolean rollouts,
    Boolean viewer,
    @Range(min = 1, max = 10000) Integer everySteps,
    @Nullable Mlflow mlflow,
    @Nullable ObjectStore objectStore) {
  static final Tracking DEFAULTS = new Tracking(true, true, false, 1, null, null);

  public Tracking {
    tensorboard = requireNonNullElse(tensorboard, true);
    rollouts = requireNonNullElse(rollouts, true);
    viewer = requireNonNullElse(viewer, false);
    everySteps = requireNonNullElse(everySteps, 1);
  }
}
