package dev.rlaif.operator.kube;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** What the API server says when it refuses. */
public final class Refusal {
  private static final String NAMESPACE_TERMINATING = "NamespaceTerminating";

  private Refusal() {}

  /** Its own words where it had some, without those of the client around them. */
  public static String message(KubernetesClientException e) {
    return e.getStatus() == null || e.getStatus().getMessage() == null
        ? String.valueOf(e.getMessage())
        : e.getStatus().getMessage();
  }

  /** Whether nothing can be made because the namespace is being deleted. */
  public static boolean isOfADyingNamespace(KubernetesClientException e) {
    return Optional.ofNullable(e.getStatus())
        .map(Status::getDetails)
        .map(StatusDetails::getCauses)
        .stream()
        .flatMap(causes -> causes.stream())
        .anyMatch(cause -> NAMESPACE_TERMINATING.equals(cause.getReason()));
  }
}
