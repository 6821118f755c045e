package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.ServedJudge;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Map;

/**
 * Deployment and Service of a judge's model, named by the judge's hash: a run that was planned with
 * one state of the judge keeps its server while the next state already has another.
 */
final class JudgeServing {
  private JudgeServing() {}

  static List<HasMetadata> of(JudgeContext judge, ServedJudge serve) {
    Owner owner = Owner.of(judge);
    JudgePlan plan = judge.plan().judge();
    Map<String, String> labels = owner.labels(StageName.SERVE);
    ObjectMeta metadata = owner.owned(ObjectNames.judgeServe(judge.name(), plan.hash()), labels);
    PodTemplateSpec template =
        PodTemplate.of(owner, StageName.SERVE, plan.spec().pods(), JudgeServerPod.of(judge, serve));
    return List.of(
        ServerDeployment.of(
            metadata,
            labels,
            serve.replicas(),
            serve.startDeadlineSeconds(),
            ServerDeployment.Rollout.ROLLING,
            template),
        ServerService.of(metadata, labels, ServedEndpoint.PORT));
  }
}
