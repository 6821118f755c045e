package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.ServedJudge;
import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The objects of a judge. */
public final class JudgeObjects {
  private JudgeObjects() {}

  /**
   * What keeps a valid judge from becoming objects, one sentence each, and what would do: the plan
   * is too large, or what serves cannot read the model from where it is.
   */
  public static List<String> problems(JudgeContext judge) {
    List<String> problems = new ArrayList<>();
    PlanConfigMap.problem(judge.plan()).ifPresent(problems::add);
    ServedJudge serve = judge.plan().judge().spec().serve();
    if (serve != null) {
      JudgeServerPod.problem(serve).ifPresent(problems::add);
    }
    return problems;
  }

  /**
   * The plan of the validation, immutable, named by the hash of the proof. A judge that is served
   * has its endpoint in it.
   */
  public static ConfigMap plan(JudgeContext judge) {
    return PlanConfigMap.of(
        metadata(judge, Owner.of(judge).labels(StageName.JUDGE)),
        ServedEndpoint.resolve(judge.plan(), judge.namespace()));
  }

  /**
   * The Job of the validation, named by the hash of the proof.
   *
   * @throws IllegalStateException for a judge without {@code spec.validation}: there is nothing to
   *     prove
   */
  public static Job validation(JudgeContext judge) {
    Owner owner = Owner.of(judge);
    JudgePlan plan = judge.plan().judge();
    Validation validation = plan.spec().validation();
    if (validation == null) {
      throw new IllegalStateException("RewardJudge " + plan.name() + " has no spec.validation");
    }
    ObjectMeta metadata = metadata(judge, owner.ofJob(owner.labels(StageName.JUDGE)));
    return StageJob.of(
        metadata,
        validation.limits(),
        0,
        1,
        PodTemplate.of(
            owner, StageName.JUDGE, plan.spec().pods(), StagePod.of(judge, metadata.getName())));
  }

  /** What serves the judge's model, to be applied; empty unless spec.serve is given. */
  public static List<HasMetadata> serving(JudgeContext judge) {
    ServedJudge serve = judge.plan().judge().spec().serve();
    return serve == null ? List.of() : JudgeServing.of(judge, serve);
  }

  private static ObjectMeta metadata(JudgeContext judge, Map<String, String> labels) {
    return Owner.of(judge).owned(ObjectNames.validation(judge.name(), judge.plan().hash()), labels);
  }
}
