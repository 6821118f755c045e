package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.EnvironmentVariable;
import dev.rlaif.api.v1alpha1.KeyReference;
import dev.rlaif.api.v1alpha1.Pods;
import dev.rlaif.plan.StageDoor;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variables of a container: the operator's own, unless the user's have the same name. */
final class Environment {
  private final Map<String, EnvVar> variables = new LinkedHashMap<>();

  private Environment() {}

  /** Nothing of ours. */
  static Environment none() {
    return new Environment();
  }

  /** Of a container with a read-only root: programs put their caches where home is. */
  static Environment basic() {
    return new Environment().set("HOME", "/tmp");
  }

  /** Where a stage finds its secrets, too. */
  static Environment ofStage() {
    return basic().set(StageDoor.SECRETS_VARIABLE, StageDoor.SECRETS);
  }

  Environment set(String name, String value) {
    variables.put(name, new EnvVarBuilder().withName(name).withValue(value).build());
    return this;
  }

  /** Those of a pod's settings, over ours. */
  List<EnvVar> with(Pods pods) {
    pods.env().forEach(variable -> variables.put(variable.name(), of(variable)));
    return List.copyOf(variables.values());
  }

  private static EnvVar of(EnvironmentVariable given) {
    EnvVarBuilder variable = new EnvVarBuilder().withName(given.name());
    KeyReference secret = given.secretKeyRef();
    if (secret == null) {
      return variable.withValue(given.value()).build();
    }
    return variable
        .withNewValueFrom()
        .withNewSecretKeyRef()
        .withName(secret.name())
        .withKey(secret.key())
        .endSecretKeyRef()
        .endValueFrom()
        .build();
  }
}
