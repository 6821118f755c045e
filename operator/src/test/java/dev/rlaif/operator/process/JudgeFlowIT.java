package dev.rlaif.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RewardJudgeStatus;
import dev.rlaif.operator.cluster.ApiServer;
import dev.rlaif.operator.cluster.Write;
import dev.rlaif.operator.fake.FakeCluster;
import dev.rlaif.operator.fake.Play;
import dev.rlaif.operator.fake.Script;
import dev.rlaif.operator.fake.StageReports;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Judges under the shipped operator, an API server that is real, and Jobs that are played. */
class JudgeFlowIT {
  @RegisterExtension static final ApiServer API = new ApiServer();

  private static final String JUDGE =
      """
      apiVersion: rlaif.dev/v1alpha1
      kind: RewardJudge
      metadata: {name: greens}
      spec:
        wordlist: {forbid: [%s]}
        validation:
          threshold: %s
          examples: {inline: [{prompt: "What can I grill?", good: Halloumi., bad: A rump steak.}]}
      """;

  private static final String SERVED =
      """
      apiVersion: rlaif.dev/v1alpha1
      kind: RewardJudge
      metadata: {name: greens}
      spec:
        serve: {model: {uri: "hf://org/tiny"}, gpus: 1}
        prompt: {template: "{answer}"}
        validation:
          examples: {inline: [{prompt: "What can I grill?", good: Halloumi., bad: A rump steak.}]}
      """;

  private final Script script = new Script();

  @SuppressWarnings("NullAway.Init") // made before each test
  private FakeCluster cluster;

  @SuppressWarnings("NullAway.Init") // made before each test
  private OperatorProcess operator;

  @BeforeEach
  void start() throws Exception {
    cluster =
        new FakeCluster(API.client(), API.namespace(), script, Duration.ofMillis(50), any -> true);
    operator = InNamespace.start(API, Map.of());
    operator.awaitReady();
  }

  @AfterEach
  void stop() throws InterruptedException {
    cluster.close();
    operator.close();
  }

  @Test
  void isProvedOnceAndThenLeftAlone() throws Exception {
    apply(JUDGE.formatted("steak", 0.5));
    RewardJudgeStatus proved = await(status -> ready(status, Reason.VALIDATED));
    assertThat(proved.validation()).isNotNull();
    assertThat(proved.observedGeneration()).isEqualTo(1);

    awaitEvent("Validated");

    String version = judge().getMetadata().getResourceVersion();
    quiet("after the proof", any -> {});
    quiet("after its Job was deleted", client -> client.batch().v1().jobs().delete());
    quiet(
        "after a restart",
        any -> {
          operator.terminate();
          operator = InNamespace.start(API, Map.of());
          operator.awaitReady();
        });

    assertThat(events()).containsOnlyOnce("Validating", "Validated");
    assertThat(judge().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void isProvedAnewWhenWhatIsAskedChanges() throws Exception {
    script.then(
        API.namespace(),
        "greens",
        StageName.JUDGE,
        new Play.Succeed(StageReports::fallsShort),
        Play.succeed());
    apply(JUDGE.formatted("steak", 0.5));
    RewardJudgeStatus short_ = await(status -> ready(status, Reason.BELOW_THRESHOLD));

    apply(JUDGE.formatted("steak", 0.6));
    RewardJudgeStatus proved = await(status -> ready(status, Reason.VALIDATED));

    assertThat(proved.hash()).isEqualTo(short_.hash());
    assertThat(proved.job()).isNotEqualTo(short_.job());
    awaitJobs(
        jobs ->
            jobs.stream()
                .map(job -> job.getMetadata().getName())
                .toList()
                .equals(List.of(String.valueOf(proved.job()))));
  }

  /** The server's defaults in what was applied are no reason to apply it again. */
  @Test
  void isServedThenProvedAndAppliedOnce() throws Exception {
    apply(SERVED);
    RewardJudgeStatus proved = await(status -> ready(status, Reason.VALIDATED));
    awaitEvent("Validated");
    assertThat(proved.url()).startsWith("http://greens-serve-").endsWith(".svc:8000/v1");

    quiet(
        "after a pass that nothing follows from",
        any ->
            API.kubectl(
                "patch",
                "rj",
                "greens",
                "--type=merge",
                "-p",
                "{\"spec\":{\"validation\":{\"limits\":{\"backoffLimit\":1}}}}"));
  }

  @Test
  void tellsWhatFailsAndTriesAgainAfterAnEdit() throws Exception {
    script.then(
        API.namespace(),
        "greens",
        StageName.JUDGE,
        new Play.Exit(42, Reason.DATA_INVALID, "line 3: bad is missing"),
        Play.succeed());
    apply(JUDGE.formatted("steak", 0.5));
    RewardJudgeStatus failed = await(status -> ready(status, Reason.DATA_INVALID));
    assertThat(ready(failed).message()).contains("line 3: bad is missing");

    API.kubectl(
        "patch",
        "rj",
        "greens",
        "--type=merge",
        "-p",
        "{\"spec\":{\"validation\":{\"limits\":{\"backoffLimit\":1}}}}");

    await(status -> ready(status, Reason.VALIDATED));
  }

  @Test
  void whatBelongsToSomebodyElseIsLeftAlone() throws Exception {
    apply(JUDGE.formatted("steak", 0.5));
    String job = String.valueOf(await(status -> status.job() != null).job());
    API.kubectl("delete", "rj", "greens");
    API.client().batch().v1().jobs().delete();
    API.client().configMaps().delete();
    awaitJobs(List::isEmpty);
    apply("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n".formatted(job));

    apply(JUDGE.formatted("steak", 0.5));

    RewardJudgeStatus status = await(one -> ready(one, Reason.NAME_TAKEN));
    assertThat(ready(status).message()).contains("ConfigMap " + job + " belongs to somebody else");
  }

  /** Nothing is written by the operator in the seconds after {@code what}. */
  private void quiet(String when, ThrowingConsumer<KubernetesClient> what) throws Exception {
    long position = API.audit().position();
    try {
      what.accept(API.client());
    } catch (Throwable e) {
      throw new AssertionError(when, e);
    }
    Thread.sleep(4000);
    assertThat(API.audit().since(position))
        .as(when)
        .filteredOn(write -> write.namespace().equals(API.namespace()))
        .extracting(Write::resource)
        .doesNotContain("events", "configmaps", "deployments", "services");
  }

  private static void apply(String yaml) throws IOException, InterruptedException {
    var said = API.kubectlReading(yaml, "apply", "-f", "-");
    assertThat(said.toString()).contains("greens").doesNotContain("rror");
  }

  private static RewardJudgeResource judge() {
    return API.client().resources(RewardJudgeResource.class).withName("greens").get();
  }

  private RewardJudgeStatus await(Predicate<RewardJudgeStatus> what) throws Exception {
    Instant limit = Instant.now().plusSeconds(60);
    while (Instant.now().isBefore(limit)) {
      RewardJudgeResource judge = judge();
      if (judge != null
          && judge.getMetadata().getGeneration().equals(judge.knownStatus().observedGeneration())
          && what.test(judge.knownStatus())) {
        return judge.knownStatus();
      }
      Thread.sleep(100);
    }
    throw new AssertionError(judge().knownStatus() + operator.log());
  }

  private static void awaitJobs(Predicate<List<Job>> what) throws InterruptedException {
    Instant limit = Instant.now().plusSeconds(30);
    while (!what.test(API.client().batch().v1().jobs().list().getItems())) {
      assertThat(Instant.now()).isBefore(limit);
      Thread.sleep(100);
    }
  }

  private static Condition ready(RewardJudgeStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.type() == ConditionType.READY)
        .findFirst()
        .orElseThrow();
  }

  private static boolean ready(RewardJudgeStatus status, Reason reason) {
    return status.conditions().stream()
        .anyMatch(
            condition -> condition.type() == ConditionType.READY && condition.reason() == reason);
  }

  private static void awaitEvent(String reason) throws InterruptedException {
    Instant limit = Instant.now().plusSeconds(10);
    while (!events().contains(reason)) {
      assertThat(Instant.now()).isBefore(limit);
      Thread.sleep(100);
    }
  }

  private static List<String> events() {
    return API.client().v1().events().list().getItems().stream()
        .map(event -> event.getReason())
        .toList();
  }
}
