package dev.rlaif.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.cluster.ApiServer;
import dev.rlaif.operator.cluster.AuditLog;
import dev.rlaif.operator.cluster.Write;
import dev.rlaif.operator.fake.FakeCluster;
import dev.rlaif.operator.fake.Play;
import dev.rlaif.operator.fake.Script;
import dev.rlaif.operator.fake.StageReports;
import dev.rlaif.operator.kube.ClusterEvents;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.PlainSettings;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.metrics.MicrometerMeters;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The reconciler under its framework, an API server that is real, and Jobs that are played. */
class RunFlowIT {
  @RegisterExtension static final ApiServer API = new ApiServer();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Script script = new Script();

  @SuppressWarnings("NullAway.Init") // made before each test
  private FakeCluster cluster;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Operator operator;

  @BeforeEach
  void start() throws Exception {
    awaitServed(RlaifRunResource.class);
    awaitServed(RewardJudgeResource.class);
    cluster =
        new FakeCluster(API.client(), API.namespace(), script, Duration.ofMillis(20), any -> true);
    operator = started();
  }

  @AfterEach
  void stop() {
    operator.stop();
    cluster.close();
  }

  /** A server that is new to a kind answers 429 for some seconds, which a start does not bear. */
  private static void awaitServed(Class<? extends HasMetadata> kind) throws Exception {
    ListOptions cached = new ListOptionsBuilder().withResourceVersion("0").build();
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      try {
        API.client().resources(kind).list(cached);
        return;
      } catch (KubernetesClientException e) {
        Thread.sleep(200);
      }
    }
    throw new AssertionError(kind + " is not served");
  }

  private static Operator started() {
    KubernetesClient client = API.client();
    Operator operator =
        new Operator(
            settings -> settings.withKubernetesClient(client).withCloseClientOnStop(false));
    Clock clock = Clock.systemUTC();
    operator.register(
        new RlaifRunReconciler(
            client,
            new PlainSettings(),
            new ClusterEvents(client, clock),
            new MicrometerMeters(new SimpleMeterRegistry()),
            clock),
        settings -> settings.settingNamespaces(Set.of(API.namespace())));
    operator.start();
    return operator;
  }

  @Test
  void isCarriedToAServedModelAndThenLeftAlone() throws Exception {
    create(new Scene());

    RlaifRunStatus status = await(now -> now.phase() == RunPhase.SUCCEEDED);

    assertThat(Scene.ready(status)).isEqualTo(Reason.DEPLOYED);
    assertThat(status.stages()).extracting("name").containsExactly("prompts", "train", "evaluate");
    assertThat(run().getMetadata().getGeneration()).isEqualTo(1);
    assertThat(API.client().resources(Deployment.class).list().getItems()).hasSize(1);
    assertThat(events()).contains("Accepted", "Deployed");

    long before = quiet();
    operator.stop();
    operator = started();
    Thread.sleep(3000);
    API.client().resources(Job.class).delete();
    Thread.sleep(3000);
    assertThat(ours(before)).isEmpty();
    assertThat(run().knownStatus()).isEqualTo(status);
  }

  @Test
  void isRejectedWithFiguresAndServesNothing() throws Exception {
    script.then(
        API.namespace(),
        "vegetarian",
        StageName.EVALUATE,
        new Play.Succeed(StageReports::rejected));
    create(new Scene());

    RlaifRunStatus status = await(now -> now.phase() == RunPhase.REJECTED);

    assertThat(Scene.ready(status)).isEqualTo(Reason.BELOW_THRESHOLD);
    assertThat(API.client().resources(Deployment.class).list().getItems()).isEmpty();
  }

  @Test
  void survivesEvictionInterruptionAndADeletedJob() throws Exception {
    script.then(
        API.namespace(),
        "vegetarian",
        StageName.TRAIN,
        new Play.Exit(75, Reason.INTERRUPTED, "told to end"),
        new Play.Evict(),
        new Play.Vanish());
    create(new Scene());

    RlaifRunStatus status = await(now -> now.phase() == RunPhase.SUCCEEDED);

    assertThat(status.stages())
        .filteredOn(stage -> stage.name().equals("train"))
        .singleElement()
        .satisfies(train -> assertThat(train.failures()).isNull());
    assertThat(events()).contains("JobRecreated");
  }

  @Test
  void restsAndGoesOn() throws Exception {
    script.then(API.namespace(), "vegetarian", StageName.TRAIN, new Play.Hang());
    create(new Scene());
    await(now -> now.phase() == RunPhase.TRAINING && Scene.ready(now) == Reason.TRAINING);

    suspend(true);
    await(now -> now.phase() == RunPhase.SUSPENDED);
    assertThat(API.client().batch().v1().jobs().withName("vegetarian-train").get()).isNull();

    suspend(false);
    await(now -> now.phase() == RunPhase.SUCCEEDED);
  }

  @Test
  void failsForGoodWithTheSentenceOfTheReport() throws Exception {
    script.then(
        API.namespace(),
        "vegetarian",
        StageName.PROMPTS,
        new Play.Exit(42, Reason.DATA_INVALID, "line 3: question is missing"));
    create(new Scene());

    RlaifRunStatus status = await(now -> now.phase() == RunPhase.FAILED);

    assertThat(Scene.ready(status)).isEqualTo(Reason.DATA_INVALID);
    assertThat(status.conditions())
        .anyMatch(condition -> condition.message().contains("line 3: question is missing"));
  }

  @Test
  void aSharedServiceFollowsTheNewestRunThatPassed() throws Exception {
    create(new Scene("serving: {service: chat}"));
    await(now -> now.phase() == RunPhase.SUCCEEDED);
    assertThat(url(run().knownStatus())).isEqualTo(url("chat", 8000));
    API.client().services().withName("chat").delete();
    await(now -> API.client().services().withName("chat").get() != null);

    next("vegetarian-2", "serving: {service: chat, port: 80}");
    await(now -> url(now).equals(url("vegetarian-serve", 8000)));

    Service service = API.client().services().withName("chat").get();
    assertThat(service.getSpec().getSelector()).containsEntry(Labels.RUN, "vegetarian-2");
    assertThat(service.getSpec().getPorts())
        .singleElement()
        .extracting(ServicePort::getPort)
        .isEqualTo(80);
    await("vegetarian-2", now -> url(now).equals(url("chat", 80)));

    script.then(
        API.namespace(),
        "vegetarian-3",
        StageName.EVALUATE,
        new Play.Succeed(StageReports::rejected));
    next("vegetarian-3", "serving: {service: chat}");
    await("vegetarian-3", now -> now.phase() == RunPhase.REJECTED);
    quiet();
    assertThat(API.client().services().withName("chat").get()).isEqualTo(service);
  }

  private static String url(RlaifRunStatus status) {
    return status.serving() == null ? "" : String.valueOf(status.serving().url());
  }

  private static String url(String service, int port) {
    return "http://%s.%s.svc:%d/v1".formatted(service, API.namespace(), port);
  }

  /** Another run with the judge that is there. */
  private static void next(String name, String changes) {
    RlaifRunResource run = new Scene(changes).run();
    run.getMetadata().setName(name);
    run.getMetadata().setNamespace(API.namespace());
    run.getMetadata().setUid(null);
    API.client().resource(run).create();
  }

  private static void create(Scene scene) {
    KubernetesClient client = API.client();
    scene.prove();
    RewardJudgeResource judge =
        scene.cluster.find(RewardJudgeResource.class, "judge").orElseThrow();
    var proof = judge.getStatus();
    judge.getMetadata().setNamespace(API.namespace());
    judge.getMetadata().setUid(null);
    RewardJudgeResource made = client.resource(judge).create();
    made.setStatus(proof);
    client.resource(made).updateStatus();
    scene.run().getMetadata().setNamespace(API.namespace());
    scene.run().getMetadata().setUid(null);
    client.resource(scene.run()).create();
  }

  private static void suspend(boolean wish) {
    API.client()
        .resources(RlaifRunResource.class)
        .withName("vegetarian")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":" + wish + "}}");
  }

  private static RlaifRunResource run() {
    return run("vegetarian");
  }

  private static RlaifRunResource run(String name) {
    return API.client().resources(RlaifRunResource.class).withName(name).get();
  }

  private static RlaifRunStatus await(Predicate<RlaifRunStatus> condition) throws Exception {
    return await("vegetarian", condition);
  }

  private static RlaifRunStatus await(String name, Predicate<RlaifRunStatus> condition)
      throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.test(run(name).knownStatus())) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("waited in vain: " + run(name).knownStatus());
      }
      Thread.sleep(50);
    }
    return run(name).knownStatus();
  }

  /** Where the audit log is once nothing has been written for a while. */
  private static long quiet() throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    long position = API.audit().position();
    while (true) {
      Thread.sleep(2000);
      if (ours(position).isEmpty()) {
        return position;
      }
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("never quiet: " + AuditLog.byResource(ours(position)));
      }
      position = API.audit().position();
    }
  }

  /** Writes in the namespace of the test that are not a player's. */
  private static List<Write> ours(long position) throws Exception {
    return API.audit().since(position).stream()
        .filter(write -> write.namespace().equals(API.namespace()))
        .filter(write -> Set.of("create", "patch", "update").contains(write.verb()))
        .toList();
  }

  private static List<String> events() {
    return API.client().v1().events().list().getItems().stream().map(Event::getReason).toList();
  }
}
