package dev.rlaif.operator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.observe.LiveCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an API server may answer, and what follows from it. */
@EnableKubernetesMockClient
@SuppressWarnings("NullAway.Init") // set by the extension
class ActionExecutorTest {
  private static final String JOBS = "/apis/batch/v1/namespaces/food/jobs";
  private static final String QUOTAS = "/api/v1/namespaces/food/resourcequotas";
  private static final String MAPS = "/api/v1/namespaces/food/configmaps";

  KubernetesMockServer server;
  KubernetesClient client;

  private final Scene scene = new Scene();
  private ActionExecutor executor;

  @BeforeEach
  void make() {
    client.getConfiguration().setRequestRetryBackoffLimit(0);
    executor = new ActionExecutor(client, new RefusalReasons(new LiveCluster(client)));
  }

  @Test
  void whatIsThereAndOursIsAsGoodAsMade() {
    answer("POST", JOBS, 409, status("AlreadyExists"));
    answer("GET", JOBS + "/train", 200, job("uid-of-run"));

    assertThat(execute(new Action.Create(job("uid-of-run")))).isEqualTo(new Outcome.Done());
  }

  @Test
  void whatBelongsToSomebodyElseIsNotAdopted() {
    answer("POST", JOBS, 409, status("AlreadyExists"));
    answer("GET", JOBS + "/train", 200, job("another"));

    assertThat(execute(new Action.Create(job("uid-of-run"))))
        .isEqualTo(new Outcome.Refused(Reason.NAME_TAKEN, "Job train belongs to somebody else"));
  }

  @Test
  void anotherPlanOfOursIsNotTakenForThisOne() {
    answer("POST", MAPS, 409, status("AlreadyExists"));
    answer("GET", MAPS + "/plan", 200, plan("one"));

    assertThat(execute(new Action.Create(plan("other")), new Action.Start()))
        .isEqualTo(new Outcome.Outdated());
  }

  @Test
  void whatTheRunDoesNotNeedMayBeRefused() {
    answer("POST", JOBS, 409, status("AlreadyExists"));
    answer("GET", JOBS + "/train", 200, job("another"));

    assertThat(execute(new Action.Optionally(new Action.Create(job("uid-of-run")))))
        .isEqualTo(new Outcome.Done());
  }

  @Test
  void aRefusalIsToldAndNotThrown() {
    answer("POST", JOBS, 403, status("Forbidden"));
    answer("GET", QUOTAS, 200, new ResourceQuotaListBuilder().build());

    assertThat(execute(new Action.Create(job("uid-of-run"))))
        .isEqualTo(new Outcome.Refused(Reason.POD_FORBIDDEN, "Job: Forbidden"));
  }

  @Test
  void aFullQuotaIsTellable() {
    answer("POST", JOBS, 403, status("Forbidden"));
    answer(
        "GET",
        QUOTAS,
        200,
        new ResourceQuotaListBuilder()
            .withItems(
                new ResourceQuotaBuilder()
                    .withNewStatus()
                    .addToHard("count/jobs.batch", new Quantity("5"))
                    .addToUsed("count/jobs.batch", new Quantity("5"))
                    .endStatus()
                    .build())
            .build());

    assertThat(execute(new Action.Create(job("uid-of-run"))))
        .isEqualTo(new Outcome.Refused(Reason.QUOTA_EXCEEDED, "Job: Forbidden"));
  }

  @Test
  void whatIsGoneAlreadyIsDeleted() {
    answer("DELETE", JOBS + "/train", 404, status("NotFound"));

    assertThat(execute(new Action.Delete(job("uid-of-run")))).isEqualTo(new Outcome.Done());
  }

  @Test
  void aKindThatTheClusterDoesNotKnowIsMissing() {
    HasMetadata service =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("serving.kserve.io/v1alpha1")
            .withKind("LLMInferenceService")
            .withNewMetadata()
            .withName("serve")
            .withNamespace("food")
            .endMetadata()
            .build();

    assertThat(new LiveCluster(client).present(service)).isEmpty();
    assertThat(execute(new Action.Apply(service)))
        .isEqualTo(
            new Outcome.Refused(
                Reason.RUNTIME_MISSING, "the cluster knows no LLMInferenceService"));
  }

  @Test
  void whatChangedSinceItWasSeenIsLookedAtAgain() {
    String path = "/api/v1/namespaces/food/services/chat?fieldManager=rlaif-operator&force=true";
    answer("PATCH", path, 409, status("Conflict"));
    var seen = SharedService.led("vegetarian", Instant.EPOCH);

    assertThat(execute(new Action.Apply(seen))).isEqualTo(new Outcome.Outdated());
  }

  @Test
  void aServerThatIsAwayIsAskedAgainLater() {
    answer("POST", JOBS, 500, status("InternalError"));

    assertThatThrownBy(() -> execute(new Action.Create(job("uid-of-run"))))
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void aRunThatHasChangedSinceItWasPlannedDoesNotStart() {
    scene.run().getMetadata().setResourceVersion("7");
    answer(
        "PATCH",
        "/apis/rlaif.dev/v1alpha1/namespaces/food/rlaifruns/vegetarian/status"
            + "?fieldManager=rlaif-operator&force=true",
        409,
        status("Conflict"));

    assertThat(execute(new Action.Start())).isEqualTo(new Outcome.Outdated());
  }

  private Outcome execute(Action... actions) {
    return executor.execute(
        scene.run(), new RunDecision(List.of(actions), scene.status(), Optional.empty()));
  }

  private void answer(String method, String path, int code, Object body) {
    (switch (method) {
          case "POST" -> server.expect().post();
          case "DELETE" -> server.expect().delete();
          case "PATCH" -> server.expect().patch();
          default -> server.expect().get();
        })
        .withPath(path)
        .andReturn(code, body)
        .always();
  }

  private static Object status(String reason) {
    return new StatusBuilder().withReason(reason).withMessage(reason).build();
  }

  private static Job job(String owner) {
    return new JobBuilder()
        .withNewMetadata()
        .withName("train")
        .withNamespace("food")
        .addNewOwnerReference()
        .withUid(owner)
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  private static ConfigMap plan(String text) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("plan")
        .withNamespace("food")
        .addNewOwnerReference()
        .withUid("uid-of-run")
        .endOwnerReference()
        .endMetadata()
        .addToData("plan.json", text)
        .build();
  }
}
