package dev.rlaif.operator.objects;

import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.plan.RunPlan;

/**
 * The run that objects are made for.
 *
 * @param resource its name, namespace, uid, labels; of its spec only what may change at any time
 * @param plan everything else, fixed when the run started
 */
public record RunContext(RlaifRunResource resource, RunPlan plan, OperatorSettings settings) {

  public String name() {
    return resource.getMetadata().getName();
  }

  public String namespace() {
    return resource.getMetadata().getNamespace();
  }
}
