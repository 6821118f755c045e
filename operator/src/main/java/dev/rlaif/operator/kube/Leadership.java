package dev.rlaif.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * Of several replicas one acts. The others have their caches filled, and take over within {@link
 * #LEASE} and {@link #RETRY} of the leader's last word; at once if it ends in good order and gives
 * the lease back. Whoever loses the lease ends its process: a replica that believes that it leads
 * and does not is the one thing that must not be.
 */
final class Leadership {
  static final String NAME = "rlaif-operator";
  static final Duration LEASE = Duration.ofSeconds(15);
  static final Duration RENEW = Duration.ofSeconds(10);
  static final Duration RETRY = Duration.ofSeconds(2);

  @Produces
  @Singleton
  LeaderElectionConfiguration configuration(LeaseSettings settings, KubernetesClient client) {
    return of(settings, Objects.requireNonNullElse(client.getNamespace(), "default"));
  }

  /**
   * @param otherwise the namespace where none is set
   */
  static LeaderElectionConfiguration of(LeaseSettings settings, String otherwise) {
    // The name of a pod alone would not do: a process outside a cluster has that of its machine,
    // and
    // two of them would both lead.
    String holder = settings.holder().orElse(NAME) + "_" + UUID.randomUUID();
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(NAME)
        .withLeaseNamespace(settings.namespace().orElse(otherwise))
        .withIdentity(holder)
        .withLeaseDuration(LEASE)
        .withRenewDeadline(RENEW)
        .withRetryPeriod(RETRY)
        .build();
  }
}
