package dev.rlaif.operator.kube;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where replicas agree on which of them acts; environment variables {@code RLAIF_LEASE_...}. */
@ConfigMapping(prefix = "rlaif.lease")
public interface LeaseSettings {
  /** The operator's own namespace; absent: that of the pod, or of the kubeconfig. */
  Optional<String> namespace();

  /** Begins the name of whoever holds the lease; absent: that of the pod. */
  Optional<String> holder();
}
