package dev.rlaif.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.Serving;
import dev.rlaif.api.v1alpha1.Tracking;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.plan.Fields;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may change in a run, and when. */
class UpdatesIT {
  @RegisterExtension static final ApiServer API = new ApiServer();

  private static final String RUN = "rlaifrun/vegetarian";
  private static final PatchContext DRY_RUN =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withDryRun(List.of("All"))
          .build();

  /** One change of each field of the spec, as JSON merge patches. */
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("model", "{\"dtype\": \"float16\"}"),
          Map.entry("judgeRef", "{\"requireValidated\": false}"),
          Map.entry("prompts", "{\"seed\": 1}"),
          Map.entry("algorithm", "{\"overrides\": {\"gamma\": 0.9}}"),
          Map.entry(
              "lora",
              "{\"rank\": 8, \"rankPattern\": {\"down_proj\": 32}, \"alphaPattern\":"
                  + " {\"layers.[01].mlp.*\": 4}}"),
          Map.entry("rollout", "{\"batchSize\": 256}"),
          Map.entry("training", "{\"seed\": 5}"),
          Map.entry("evaluation", "{\"violationThreshold\": 0.4}"),
          Map.entry("pairs", "{\"files\": [{\"uri\": \"/pairs.jsonl\"}]}"),
          Map.entry("storage", "{\"retain\": true}"),
          Map.entry("image", "\"registry.example/trainer:2\""),
          Map.entry("pods", "{\"labels\": {\"team\": \"other\"}}"));

  private static final Map<String, String> FIXED_IN_SERVING =
      Map.ofEntries(
          Map.entry("runtime", "\"vllm\""),
          Map.entry("image", "\"registry.example/server:2\""),
          Map.entry("args", "[\"--drain-seconds\", \"9\"]"),
          Map.entry("gpus", "2"),
          Map.entry("merge", "true"),
          Map.entry("retain", "true"),
          Map.entry("modelName", "\"other\""),
          Map.entry("service", "\"chat\""),
          Map.entry("port", "8080"),
          Map.entry("resources", "{\"cpu\": \"2\"}"),
          Map.entry("apiKeySecretRef", "{\"name\": \"keys\"}"),
          Map.entry("startDeadlineSeconds", "60"));

  private static final Map<String, String> FIXED_IN_TRACKING =
      Map.of(
          "tensorboard", "false",
          "rollouts", "false",
          "everySteps", "2",
          "mlflow", "{\"experiment\": \"other\"}",
          "objectStore", "{\"uri\": \"s3://runs/other\"}");

  private static final Map<String, String> FREE =
      Map.of(
          "suspend", "true",
          "activeDeadlineSeconds", "700000",
          "cleanup", "{\"keepFailed\": false}",
          "tracking", "{\"viewer\": true}",
          "serving",
              "{\"enabled\": false, \"replicas\": 3, \"requestLog\": {\"redact\":"
                  + " [\"[0-9]{16}\"]}}");

  static Stream<Arguments> fixed() {
    return Stream.of(
            FIXED.entrySet().stream()
                .map(field -> Arguments.of("spec." + field.getKey(), withNeeds(field), "is fixed")),
            FIXED_IN_TRACKING.entrySet().stream()
                .map(
                    field ->
                        Arguments.of(
                            "spec.tracking." + field.getKey(),
                            "{\"tracking\": " + patch(field) + "}",
                            "only viewer may change")),
            FIXED_IN_SERVING.entrySet().stream()
                .map(
                    field ->
                        Arguments.of(
                            "spec.serving." + field.getKey(),
                            "{\"serving\": " + patch(field) + lasting(field.getKey()) + "}",
                            "only enabled, replicas and requestLog may change")))
        .flatMap(each -> each);
  }

  /** Pairs are read by DPO only. */
  private static String withNeeds(Map.Entry<String, String> field) {
    String patch = patch(field);
    return field.getKey().equals("pairs")
        ? "{\"algorithm\": {\"type\": \"DPO\", \"preset\": null, \"overrides\": null}, "
            + patch.substring(1)
        : patch;
  }

  static Stream<String> free() {
    return FREE.entrySet().stream().map(UpdatesIT::patch);
  }

  @Test
  void everyFieldIsTried() {
    Set<String> fields = new HashSet<>(FIXED.keySet());
    fields.addAll(FREE.keySet());
    Set<String> ofServing = new HashSet<>(FIXED_IN_SERVING.keySet());
    ofServing.addAll(Set.of("enabled", "replicas", "requestLog"));
    Set<String> ofTracking = new HashSet<>(FIXED_IN_TRACKING.keySet());
    ofTracking.add("viewer");

    assertThat(fields).isEqualTo(Fields.of(RlaifRunSpec.class).keySet());
    assertThat(ofServing).isEqualTo(Fields.of(Serving.class).keySet());
    assertThat(ofTracking).isEqualTo(Fields.of(Tracking.class).keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixed")
  void mayChangeUntilTheRunStarts(String path, String patch, String says)
      throws IOException, InterruptedException {
    ValidDocuments.create(API, "run");
    assertThat(refusal(patch)).isEmpty();

    ValidDocuments.patchStatus(API, RUN, "phase: ValidatingJudge");
    assertThat(refusal(patch)).isEmpty();

    start();
    assertThat(refusal(patch)).contains(path + ": ").contains(says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lora", "rollout", "training", "evaluation", "pods"})
  void cannotBeTakenAwayOnceStarted(String field) throws IOException, InterruptedException {
    ValidDocuments.create(API, "run");
    String patch = "{\"" + field + "\": null}";
    assertThat(refusal(patch)).isEmpty();

    start();
    assertThat(refusal(patch)).contains("spec." + field + ": ").contains("is fixed");
  }

  @ParameterizedTest
  @MethodSource("free")
  void mayAlwaysChange(String patch) throws IOException, InterruptedException {
    ValidDocuments.create(API, "run");
    start();

    assertThat(refusal(patch)).isEmpty();
  }

  @Test
  void severalEditsAreAllNamed() throws IOException, InterruptedException {
    ValidDocuments.create(API, "run");
    start();

    assertThat(refusal("{\"lora\": {\"rank\": 8}, \"training\": {\"seed\": 5}}"))
        .contains("spec.lora is fixed")
        .contains("spec.training is fixed");
  }

  @Test
  void statusGoesOnAfterTheStart() throws IOException, InterruptedException {
    ValidDocuments.create(API, "run");
    start();

    ValidDocuments.patchStatus(API, RUN, "phase: Training");

    assertThat(API.kubectl("get", RUN, "-o=jsonpath={.status.phase}").orThrow())
        .isEqualTo("Training");
  }

  @Test
  void unknownPhaseIsRefused() throws IOException, InterruptedException {
    ValidDocuments.create(API, "run");

    assertThat(ValidDocuments.tryPatchStatus(API, RUN, "phase: Dreaming").err())
        .contains("status.phase: Unsupported value: \"Dreaming\"");
  }

  @Test
  void secondConditionOfATypeIsRefused() throws IOException, InterruptedException {
    ValidDocuments.create(API, "run");
    String ready =
        "{type: Ready, status: \"True\", reason: Passed, message: \"\","
            + " lastTransitionTime: \"2026-01-01T10:00:00Z\"}";
    assertThat(ValidDocuments.tryPatchStatus(API, RUN, "conditions: [" + ready + "]").code())
        .isZero();

    assertThat(
            ValidDocuments.tryPatchStatus(API, RUN, "conditions: [" + ready + ", " + ready + "]")
                .err())
        .contains("status.conditions[1]: Duplicate value");
  }

  @Test
  void statusIsNotWrittenWithTheSpec() throws IOException, InterruptedException {
    ValidDocuments.create(API, "run");

    API.kubectl("patch", RUN, "--type=merge", "--patch={\"status\": {\"phase\": \"Failed\"}}")
        .orThrow();

    assertThat(API.kubectl("get", RUN, "-o=jsonpath={.status.phase}").orThrow()).isEmpty();
  }

  /** A slip of the pen is not dropped in silence: kubectl asks the server to be strict. */
  @Test
  void unknownFieldIsRefused() {
    assertThatThrownBy(
            () ->
                API.kubectlReading(
                        "{apiVersion: rlaif.dev/v1alpha1, kind: RlaifRun, metadata: {name: a},"
                            + " spec: {trainng: {}}}",
                        "create",
                        "-f",
                        "-")
                    .orThrow())
        .hasMessageContaining("unknown field \"spec.trainng\"");
  }

  private static void start() throws IOException, InterruptedException {
    ValidDocuments.patchStatus(API, RUN, "startTime: \"2026-01-01T10:00:00Z\"");
  }

  /** What the server says against a change of the spec; empty: nothing. */
  private static String refusal(String patch) {
    try {
      API.client()
          .resources(RlaifRunResource.class)
          .inNamespace(API.namespace())
          .withName("vegetarian")
          .patch(DRY_RUN, "{\"spec\": " + patch + "}");
      return "";
    } catch (KubernetesClientException e) {
      return "" + e.getMessage();
    }
  }

  private static String patch(Map.Entry<String, String> field) {
    return "{\"" + field.getKey() + "\": " + field.getValue() + "}";
  }

  /** What is served longer than its run needs a workspace that lasts as long. */
  private static String lasting(String field) {
    return field.equals("retain") ? ", \"storage\": {\"retain\": true}" : "";
  }
}
