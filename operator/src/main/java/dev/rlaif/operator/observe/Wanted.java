package dev.rlaif.operator.observe;

import dev.rlaif.operator.kube.Applied;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;

/**
 * An object that shall be.
 *
 * @param desired what is wanted
 * @param present what is there under its kind and name, whoever it belongs to
 */
public record Wanted(HasMetadata desired, Optional<HasMetadata> present) {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  /** Whether what is there says all that is wanted. */
  public boolean isMet() {
    return present.filter(found -> Applied.holds(found, desired, JSON)).isPresent();
  }
}
