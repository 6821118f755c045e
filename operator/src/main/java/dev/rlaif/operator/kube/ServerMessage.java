package dev.rlaif.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** What the API server said when it refused. */
public final class ServerMessage {
  private ServerMessage() {}

  /** Its own words where it had some, without those of the client around them. */
  public static String of(KubernetesClientException e) {
    return e.getStatus() == null || e.getStatus().getMessage() == null
        ? String.valueOf(e.getMessage())
        : e.getStatus().getMessage();
  }
}
