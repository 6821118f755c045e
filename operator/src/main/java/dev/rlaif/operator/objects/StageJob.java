package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.StageLimits;
import dev.rlaif.plan.StageDoor;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRuleBuilder;

/**
 * The Job of a stage. What is wrong for good ends it at once, an interruption counts for nothing,
 * and the next pod comes only when the last has really ended: there is one writer in a workspace.
 */
final class StageJob {
  private StageJob() {}

  /**
   * @param failures that count already
   * @param nodes more than one: pods with an index each, that find each other
   */
  static Job of(
      ObjectMeta metadata, StageLimits limits, int failures, int nodes, PodTemplateSpec template) {
    JobSpecBuilder spec =
        new JobSpecBuilder()
            .withBackoffLimit(Math.max(0, limits.backoffLimit() - failures))
            .withActiveDeadlineSeconds(limits.activeDeadlineSeconds())
            .withPodReplacementPolicy("Failed")
            .withNewPodFailurePolicy()
            .withRules(
                onExit(StageDoor.EXIT_WRONG, "FailJob"),
                onDisruption(),
                onExit(StageDoor.EXIT_INTERRUPTED, "Ignore"))
            .endPodFailurePolicy()
            .withTemplate(template);
    if (nodes > 1) {
      spec.withCompletionMode("Indexed").withCompletions(nodes).withParallelism(nodes);
    }
    return new JobBuilder().withMetadata(metadata).withSpec(spec.build()).build();
  }

  private static PodFailurePolicyRule onExit(int code, String action) {
    return new PodFailurePolicyRuleBuilder()
        .withAction(action)
        .withNewOnExitCodes()
        .withContainerName(StageDoor.CONTAINER)
        .withOperator("In")
        .withValues(code)
        .endOnExitCodes()
        .build();
  }

  private static PodFailurePolicyRule onDisruption() {
    return new PodFailurePolicyRuleBuilder()
        .withAction("Ignore")
        .addNewOnPodCondition()
        .withType("DisruptionTarget")
        .withStatus("True")
        .endOnPodCondition()
        .build();
  }
}
