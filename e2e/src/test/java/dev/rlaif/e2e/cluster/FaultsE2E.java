package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What goes wrong is said with its reason, soon, where a user looks. All runs go on side by side,
 * as most of them wait.
 */
class FaultsE2E {
  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("faults");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();

  /** A judge that calls vegetables bad. */
  private static final String BLIND = "{wordlist: {uri: null, forbid: [tofu, lentils, cheese]}}";

  private static final String UNREACHABLE =
      """
      endpoint:
        url: http://nobody:8000/v1
        apiKeySecretRef: null
        outageLimitSeconds: 1
        retries: 0
      validation: {repeats: 1, limits: {backoffLimit: 0}}
      """;

  private static final Map<String, String> RUNS =
      Map.of(
          "no-image",
          "{image: 'localhost/no-such:1', prompts: {limits: {startDeadlineSeconds: 90}}}",
          "too-large",
          "{rollout: {batchSize: 9}, training: {gpus: 9, limits: {startDeadlineSeconds: 45}}}",
          "little-memory",
          "{training: {resources: {memory: 96Mi}, limits: {backoffLimit: 1}}}",
          "broken-data",
          "{prompts: {files: [{uri: 'configmap://questions/questions.jsonl'}], heldOut: 10}}",
          "no-model",
          "{model: {uri: 'bundled://models/no-such'}}",
          "blindly-judged",
          "{judgeRef: {name: blind}}",
          "not-judged",
          "{judgeRef: {name: unreachable}}");

  private static final Map<String, RunWatch> WATCHES = new TreeMap<>();

  @BeforeAll
  static void begin() {
    KUBECTL.run(
        "create", "configmap", "questions", "--from-literal=questions.jsonl={\"question\": ");
    KUBECTL.apply(
        Documents.judge(),
        new Documents("vegetarian-small.yaml").judge("blind", BLIND),
        new Documents("vegetarian-run.yaml").judge("unreachable", UNREACHABLE));
    RUNS.forEach(
        (name, spec) -> {
          KUBECTL.apply(Documents.run(name, spec));
          WATCHES.put(name, NAMESPACE.watch(name));
        });
  }

  @AfterAll
  static void close() {
    WATCHES.values().forEach(RunWatch::close);
  }

  @Test
  void imageThatIsAbsent() {
    RunWatch watch = watch("no-image");
    JsonNode waiting = told(watch, "ImagePullFailed");
    assertThat(Status.message(waiting)).contains("localhost/no-such:1");
    Knowable knowable = Knowable.byEvent(KUBECTL, "Failed", "no-image-prompts");
    knowable.saidBy(watch, "ImagePullFailed");

    JsonNode status = watch.awaitPhase("Failed");
    assertThat(Status.reason(status)).isEqualTo("StartDeadlineExceeded");
    assertThat(Status.message(status)).contains("ImagePullFailed");
    KUBECTL.run("wait", "--for=delete", "job/no-image-prompts", "--timeout=60s");
  }

  @Test
  void moreGpusThanANodeHas() {
    RunWatch watch = watch("too-large");
    JsonNode waiting = told(watch, "Unschedulable");
    assertThat(Status.message(waiting)).contains("Insufficient");
    watch.await(
        "waiting for GPUs", status -> Status.message(status).contains("Insufficient nvidia.com"));
    Knowable.byEvent(KUBECTL, "FailedScheduling", "too-large").saidBy(watch, "Unschedulable");

    JsonNode status = watch.awaitPhase("Failed");
    assertThat(Status.reason(status)).isEqualTo("StartDeadlineExceeded");
    assertThat(Status.message(status)).contains("Unschedulable");
  }

  @Test
  void memoryThatDoesNotDo() {
    RunWatch watch = watch("little-memory");
    JsonNode status = watch.awaitPhase("Failed");
    Knowable.byEnd(KUBECTL, "little-memory-train").saidBy(watch, "OutOfMemory");
    assertThat(Status.attempts(status, "train")).isEqualTo(2);
    assertThat(Status.message(status)).contains("96Mi");
  }

  @Test
  void dataThatIsBroken() {
    RunWatch watch = watch("broken-data");
    JsonNode status = watch.awaitPhase("Failed");
    Knowable.byEnd(KUBECTL, "broken-data-prompts").saidBy(watch, "DataInvalid");
    assertThat(Status.message(status)).contains("questions.jsonl:1:");
    assertThat(Status.attempts(status, "prompts")).isOne();
  }

  @Test
  void modelThatIsNotThere() {
    RunWatch watch = watch("no-model");
    JsonNode status = watch.awaitPhase("Failed");
    Knowable.byEnd(KUBECTL, "no-model-train").saidBy(watch, "ModelInvalid");
    assertThat(Status.message(status)).contains("no-such");
  }

  @Test
  void judgeThatFallsShortOfItsGates() {
    RunWatch watch = watch("blindly-judged");
    JsonNode status = watch.awaitReason("JudgeNotValidated");
    Knowable.byEnd(KUBECTL, "blind-validate").saidBy(watch, "JudgeNotValidated");

    assertThat(Status.condition(status, "Stalled").path("status").asText()).isEqualTo("True");
    assertThat(KUBECTL.run("get", "rewardjudge", "blind")).contains("BelowThreshold");
    assertThat(KUBECTL.run("describe", "rewardjudge", "blind")).contains("accuracy");
    assertThat(KUBECTL.run("get", "jobs")).doesNotContain("blindly-judged");
  }

  @Test
  void judgeThatNobodyAnswersFor() {
    RunWatch watch = watch("not-judged");
    watch.awaitReason("JudgeNotValidated");
    Knowable.byEnd(KUBECTL, "unreachable-validate").saidBy(watch, "JudgeNotValidated");
    assertThat(KUBECTL.run("get", "rewardjudge", "unreachable")).contains("JudgeUnavailable");
    assertThat(KUBECTL.run("describe", "rewardjudge", "unreachable")).contains("nobody:8000");
  }

  private static JsonNode told(RunWatch watch, String reason) {
    return watch.awaitOnce(reason, status -> Status.reason(status).equals(reason)).status();
  }

  private static RunWatch watch(String run) {
    return java.util.Objects.requireNonNull(WATCHES.get(run));
  }
}
