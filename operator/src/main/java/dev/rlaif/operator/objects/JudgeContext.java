package dev.rlaif.operator.objects;

import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.plan.JudgeCheckPlan;

/** The judge that objects are made for. */
public record JudgeContext(
    RewardJudgeResource resource, JudgeCheckPlan plan, OperatorSettings settings) {

  public String name() {
    return resource.getMetadata().getName();
  }

  public String namespace() {
    return resource.getMetadata().getNamespace();
  }
}
