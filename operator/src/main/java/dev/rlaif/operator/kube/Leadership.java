package dev.rlaif.operator.kube;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Of several replicas one acts. The others have their caches filled, and take over {@link #LEASE}
 * and {@link #RETRY} after the leader's last word at the latest; at once if it ends in good order
 * and gives the lease back. Whoever loses the lease ends its process on the spot: a replica that
 * believes that it leads and does not is the one thing that must not be.
 */
@Singleton
final class Leadership {
  private static final Logger LOG = Logger.getLogger(Leadership.class);
  private static final String NAME = "rlaif-operator";
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration RENEW = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private volatile boolean ending;

  @Produces
  @Singleton
  LeaderElectionConfiguration configuration(LeaseSettings settings, KubernetesClient client) {
    String namespace =
        settings
            .namespace()
            .orElseGet(() -> Objects.requireNonNullElse(client.getNamespace(), "default"));
    // The name of a pod alone would not do: a process outside a cluster has that of its machine,
    // and
    // two of them would both lead.
    String holder = settings.holder().orElse(NAME) + "_" + UUID.randomUUID();
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(NAME)
        .withLeaseNamespace(namespace)
        .withIdentity(holder)
        .withLeaseDuration(LEASE)
        .withRenewDeadline(RENEW)
        .withRetryPeriod(RETRY)
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(
            new LeaderCallbacks(
                () -> LOG.infof("%s leads", holder),
                () -> stopped(client, namespace, holder),
                leader -> LOG.infof("the leader is %s", leader)))
        .build();
  }

  /** Before the framework hears of it: the lease that it then gives back is not lost. */
  void end(@Observes @Priority(1) ShutdownEvent event) {
    ending = true;
  }

  /**
   * The framework would call {@code System.exit}, which never returns to a process that is ending
   * already: its leader would hang until it is killed, with the lease in its hand.
   */
  private void stopped(KubernetesClient client, String namespace, String holder) {
    if (ending) {
      giveBack(client.leases().inNamespace(namespace).withName(NAME), holder);
    } else {
      LOG.error("the lease is lost: this process ends, and is started again as a follower");
      Runtime.getRuntime().halt(1);
    }
  }

  /** By now no pass is under way any more. A lease that cannot be given back runs out. */
  private static void giveBack(Resource<Lease> lease, String holder) {
    try {
      Lease held = lease.get();
      if (held != null && holder.equals(held.getSpec().getHolderIdentity())) {
        held.getSpec().setHolderIdentity("");
        lease.patch(held);
      }
    } catch (KubernetesClientException e) {
      LOG.warnf("the lease is not given back, and runs out: %s", e.getMessage());
    }
  }
}
