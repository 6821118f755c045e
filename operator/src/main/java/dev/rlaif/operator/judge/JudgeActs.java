package dev.rlaif.operator.judge;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.kube.Applied;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.Refusal;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.objects.JudgeContext;
import dev.rlaif.operator.objects.JudgeObjects;
import dev.rlaif.operator.observe.Ownership;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;

/** Does what a decision asks for; each act may be done again without harm. */
final class JudgeActs {
  private static final int HTTP_UNPROCESSABLE = 422;

  private final KubernetesClient client;

  JudgeActs(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @throws Obstructed if the cluster refuses, and asking again would not help
   * @throws KubernetesClientException if asking again may help
   */
  void carryOut(RewardJudgeResource judge, JudgeAction action) {
    try {
      if (action instanceof JudgeAction.Prove prove) {
        prove(prove.judge());
      } else if (action instanceof JudgeAction.DropProof drop) {
        delete(judge, Job.class, drop.job());
        delete(judge, ConfigMap.class, drop.job());
      } else if (action instanceof JudgeAction.Serve serve) {
        JudgeObjects.serving(serve.judge()).forEach(desired -> apply(judge, desired));
      } else if (action instanceof JudgeAction.StopServing stop) {
        stopServing(judge, stop.server());
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_FORBIDDEN || e.getCode() == HTTP_UNPROCESSABLE) {
        Reason reason =
            Refusal.isOfADyingNamespace(e) ? Reason.NAMESPACE_TERMINATING : Reason.POD_FORBIDDEN;
        throw new Obstructed(reason, "the cluster refuses: " + Refusal.message(e));
      }
      throw e;
    }
  }

  private void prove(JudgeContext judge) {
    ConfigMap plan = JudgeObjects.plan(judge);
    HasMetadata known = create(judge.resource(), plan);
    if (known instanceof ConfigMap earlier && !earlier.getData().equals(plan.getData())) {
      // The plan of an attempt before an edit that leaves the proof's hash as it is. It is
      // immutable, and no Job reads it any more.
      delete(judge.resource(), ConfigMap.class, plan.getMetadata().getName());
      create(judge.resource(), plan);
    }
    create(
        judge.resource(),
        JudgeObjects.validation(judge)
            .edit()
            .editMetadata()
            .addToAnnotations(
                ProofJob.GENERATION, String.valueOf(judge.resource().getMetadata().getGeneration()))
            .endMetadata()
            .build());
  }

  /** Makes the object; one of ours that is there already is as good, and is given back. */
  private HasMetadata create(RewardJudgeResource judge, HasMetadata desired) {
    try {
      return client.resource(desired).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HTTP_CONFLICT) {
        throw e;
      }
      HasMetadata known = client.resource(desired).get();
      if (known == null) {
        throw e;
      }
      return requireOwned(judge, known);
    }
  }

  private void apply(RewardJudgeResource judge, HasMetadata desired) {
    Resource<HasMetadata> resource = client.resource(desired);
    HasMetadata known = resource.get();
    if (known != null
        && Applied.holds(
            requireOwned(judge, known), desired, client.getKubernetesSerialization())) {
      return;
    }
    resource.fieldManager(Labels.OPERATOR).forceConflicts().serverSideApply();
  }

  /** Asks the server, not the cache, who needs it: a run may have started a moment ago. */
  private void stopServing(RewardJudgeResource judge, String server) {
    String namespace = judge.getMetadata().getNamespace();
    var runs = client.resources(RlaifRunResource.class).inNamespace(namespace).list().getItems();
    if (!JudgeUsage.of(judge.getMetadata().getName(), runs).needs(server)) {
      delete(judge, Deployment.class, server);
      delete(judge, Service.class, server);
    }
  }

  private <T extends HasMetadata> void delete(
      RewardJudgeResource judge, Class<T> type, String name) {
    Resource<T> resource =
        client.resources(type).inNamespace(judge.getMetadata().getNamespace()).withName(name);
    T known = resource.get();
    if (known != null && Ownership.isOwner(judge, known)) {
      resource.withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
    }
  }

  private static HasMetadata requireOwned(RewardJudgeResource judge, HasMetadata known) {
    if (!Ownership.isOwner(judge, known)) {
      throw new Obstructed(
          Reason.NAME_TAKEN,
          known.getKind()
              + " "
              + known.getMetadata().getName()
              + " belongs to somebody else: delete it, or name the judge otherwise");
    }
    return known;
  }
}
