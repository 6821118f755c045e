package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.Refusal;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.observe.Ownership;
import dev.rlaif.operator.observe.ResourceOf;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what was decided, one action after the other. What only a person can change comes back as
 * {@link Outcome.Refused}; what may pass by itself is thrown, and tried again later.
 */
final class ActionExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(ActionExecutor.class);

  private final KubernetesClient client;
  private final RefusalReasons refusals;

  ActionExecutor(KubernetesClient client, RefusalReasons refusals) {
    this.client = client;
    this.refusals = refusals;
  }

  /**
   * @throws KubernetesClientException if the API server cannot answer at the moment
   */
  Outcome execute(RlaifRunResource run, RunDecision decision) {
    for (Action action : decision.actions()) {
      Outcome outcome = execute(run, decision, action);
      if (!(outcome instanceof Outcome.Done)) {
        return outcome;
      }
    }
    return new Outcome.Done();
  }

  private Outcome execute(RlaifRunResource run, RunDecision decision, Action action) {
    if (action instanceof Action.Create create) {
      return create(run, create.object());
    }
    if (action instanceof Action.Delete delete) {
      return delete(delete.object());
    }
    if (action instanceof Action.Apply apply) {
      return apply(apply.object());
    }
    if (action instanceof Action.Optionally optionally) {
      return optionally(run, decision, optionally.action());
    }
    return start(run, decision);
  }

  private Outcome optionally(RlaifRunResource run, RunDecision decision, Action action) {
    Outcome outcome = execute(run, decision, action);
    if (outcome instanceof Outcome.Refused refused) {
      LOG.warn("{}: {}", run.getMetadata().getName(), refused.message());
      return new Outcome.Done();
    }
    return outcome;
  }

  private Outcome create(RlaifRunResource run, HasMetadata object) {
    try {
      resource(object).create();
      return new Outcome.Done();
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_CONFLICT
          ? exists(run, object)
          : refused(object, e);
    }
  }

  /** Made by an earlier pass whose words were lost, by an earlier version, or by somebody else. */
  private Outcome exists(RlaifRunResource run, HasMetadata object) {
    HasMetadata present = resource(object).get();
    if (present == null || present.getMetadata().getDeletionTimestamp() != null) {
      return new Outcome.Outdated();
    }
    if (!Ownership.isOf(run, present)) {
      return new Outcome.Refused(
          Reason.NAME_TAKEN,
          object.getKind() + " " + object.getMetadata().getName() + " belongs to somebody else");
    }
    return isOtherPlan(object, present) ? new Outcome.Outdated() : new Outcome.Done();
  }

  private static boolean isOtherPlan(HasMetadata object, HasMetadata present) {
    return object instanceof ConfigMap wanted
        && present instanceof ConfigMap found
        && !Objects.equals(wanted.getData(), found.getData());
  }

  private Outcome delete(HasMetadata object) {
    try {
      resource(object).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
      return new Outcome.Done();
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          ? new Outcome.Done()
          : refused(object, e);
    }
  }

  private Outcome apply(HasMetadata object) {
    try {
      resource(object).patch(serverSide());
      return new Outcome.Done();
    } catch (KubernetesClientException e) {
      if (isBound(object) && isOutdated(e)) {
        return new Outcome.Outdated();
      }
      return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          ? new Outcome.Refused(Reason.RUNTIME_MISSING, "the cluster knows no " + object.getKind())
          : refused(object, e);
    }
  }

  /** Bound to the version that was planned, so that a spec that changed since is planned anew. */
  private Outcome start(RlaifRunResource run, RunDecision decision) {
    try {
      client
          .resource(StatusPatch.of(run, decision.status(), run.getMetadata().getResourceVersion()))
          .subresource("status")
          .patch(serverSide());
      return new Outcome.Done();
    } catch (KubernetesClientException e) {
      if (isOutdated(e)) {
        return new Outcome.Outdated();
      }
      throw e;
    }
  }

  /** Whether it is meant for the very version that was seen. */
  private static boolean isBound(HasMetadata object) {
    return object.getMetadata().getResourceVersion() != null;
  }

  private static boolean isOutdated(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_CONFLICT
        || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }

  private Outcome refused(HasMetadata object, KubernetesClientException e) {
    return refusals
        .of(object, e)
        .<Outcome>map(
            reason -> new Outcome.Refused(reason, object.getKind() + ": " + Refusal.message(e)))
        .orElseThrow(() -> e);
  }

  private Resource<? extends HasMetadata> resource(HasMetadata object) {
    return ResourceOf.object(client, object);
  }

  private static PatchContext serverSide() {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(Labels.OPERATOR)
        .withForce(true)
        .build();
  }
}
