package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.kube.Refusal;
import dev.rlaif.operator.observe.ClusterView;
import dev.rlaif.operator.observe.QuotaRoom;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Why the API server refuses an object: by codes and quotas, not by what it says. */
record RefusalReasons(ClusterView cluster) {
  private static final int UNPROCESSABLE = 422;

  /** Absent where trying again may help. */
  Optional<Reason> of(HasMetadata object, KubernetesClientException refusal) {
    return switch (refusal.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN -> Optional.of(forbidden(object, refusal));
      case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE -> Optional.of(Reason.POD_FORBIDDEN);
      default -> Optional.empty();
    };
  }

  private Reason forbidden(HasMetadata object, KubernetesClientException refusal) {
    if (Refusal.isOfADyingNamespace(refusal)) {
      return Reason.NAMESPACE_TERMINATING;
    }
    return hasNoRoom(object) ? Reason.QUOTA_EXCEEDED : Reason.POD_FORBIDDEN;
  }

  private boolean hasNoRoom(HasMetadata object) {
    return QuotaRoom.isFullFor(cluster.quotas(object.getMetadata().getNamespace()), object);
  }
}
