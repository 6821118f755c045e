package dev.rlaif.operator.kube;

import dev.rlaif.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Writes events to the cluster, and a line of log for each. Nothing that goes wrong here reaches whoever had something to say.
 */
@Singleton
public final class ClusterEvents implements EventRecorder {
  private static final Logger LOG = Logger.getLogger(ClusterEvents.class);

  private final KubernetesClient client;
  private final Clock clock;
  private final EventBudget budget = new EventBudget();

  @Inject
  public ClusterEvents(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public void record(HasMetadata about, Severity severity, Reason reason, String message) {
    if (!budget.take(about.getMetadata().getUid(), clock.instant())) {
      LOG.debugf("too many events of %s: %s is left out", about.getMetadata().getName(), reason);
      return;
    }
    Event event = ObjectEvent.of(about, severity, reason, message, clock.instant());
    tell(event);
    try {
      write(event);
    } catch (KubernetesClientException e) {
      say(event, e);
    } catch (RuntimeException e) {
      LOG.warnf(e, "event %s is not written", event.getMetadata().getName());
    }
  }

  /** Events expire after an hour; whoever keeps logs has the course of every run in them. */
  private static void tell(Event event) {
    LOG.infof(
        "%s %s/%s %s: %s",
        event.getInvolvedObject().getKind(),
        event.getMetadata().getNamespace(),
        event.getInvolvedObject().getName(),
        event.getReason(),
        event.getMessage());
  }

  private static void say(Event event, KubernetesClientException e) {
    String needed =
        e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
            ? "; the operator needs the rights create, get and patch on events"
            : "";
    LOG.logf(
        isGone(e) ? Logger.Level.DEBUG : Logger.Level.WARN,
        "event %s is not written: %s%s",
        event.getMetadata().getName(),
        e.getMessage(),
        needed);
  }

  private void write(Event event) {
    try {
      resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      raise(event);
    }
  }

  /** An event that expired between the two calls is not worth a third. */
  private void raise(Event event) {
    Event known = resource(event).get();
    if (known != null) {
      resource(event)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              client.getKubernetesSerialization().asJson(ObjectEvent.again(known, event)));
    }
  }

  private Resource<Event> resource(Event event) {
    return client.v1().events().inNamespace(event.getMetadata().getNamespace()).resource(event);
  }

  private static boolean isGone(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || Refusal.isOfADyingNamespace(e);
  }
}
