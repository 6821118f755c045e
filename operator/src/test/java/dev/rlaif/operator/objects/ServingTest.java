package dev.rlaif.operator.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.operator.kube.PlainSettings;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.Planned;
import dev.rlaif.plan.StageDoor;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ServingTest {
  @Test
  void urlsLeadToTheServices() {
    assertThat(url("recipe")).isEqualTo("http://vegetarian-serve.team.svc:8000/v1");
    assertThat(url("serving-vllm")).isEqualTo("http://vegetarian-serve.team.svc:80/v1");
    assertThat(url("serving-kserve"))
        .isEqualTo("https://vegetarian-serve-kserve-workload-svc.team.svc:8000/v1");
  }

  @Test
  void modelNameIsTheRunsUnlessGiven() {
    assertThat(RunObjects.modelName(run("recipe"))).isEqualTo("vegetarian");
    assertThat(RunObjects.modelName(run("serving-vllm"))).isEqualTo("food/vegetarian");
  }

  @Test
  void longNamesOfKserveEndWithTheirMd5() {
    // echo -n aaaa... | md5sum, of 58 letters
    assertThat(KserveService.serviceName("a".repeat(58)))
        .matches("a{11}[0-9a-f]{32}-kserve-workload-svc")
        .hasSize(63);
    assertThat(KserveService.serviceName("short")).isEqualTo("short-kserve-workload-svc");
  }

  @Test
  void maxRankIsOneThatVllmTakes() {
    assertThat(List.of(1, 8, 9, 16, 24, 64, 512).stream().map(VllmServer::maxRank))
        .containsExactly(8, 8, 16, 16, 32, 64, 512);
  }

  @Test
  void vllmHasRoomForTheLargestRankOfAPattern() {
    PodSpec pod =
        ServingPod.ofVllm(
            tiny(
                "serving.runtime=vllm",
                "model.uri=pvc://models/food",
                "lora.rankPattern={down_proj: 100}"));
    assertThat(pod.getContainers().get(0).getArgs()).containsSequence("--max-lora-rank", "128");
  }

  @Test
  void servedJudgeBecomesAnEndpointWithTheSameHash() {
    JudgeContext judge = ObjectsCase.named("judge-served-vllm").contexts().judges().get(0);
    JudgePlan given = judge.plan().judge();
    JudgePlan resolved = ServedEndpoint.resolve(given, "team");
    Endpoint endpoint = Objects.requireNonNull(resolved.spec().endpoint());
    assertThat(resolved.hash()).isEqualTo(given.hash());
    assertThat(resolved.spec().serve()).isNull();
    assertThat(endpoint.url())
        .isEqualTo(
            "http://"
                + JudgeObjects.serving(judge).get(1).getMetadata().getName()
                + ".team.svc:8000/v1");
    assertThat(endpoint.model()).isEqualTo("meta-llama/Llama-2-70b-chat-hf");
    assertThat(endpoint.timeoutSeconds()).isEqualTo(400);
    assertThat(endpoint.sampleDeadlineSeconds()).isEqualTo(400);
    assertThat(ServedEndpoint.resolve(resolved, "team")).isEqualTo(resolved);
  }

  @Test
  void planOfServedJudgeHoldsTheEndpoint() {
    JudgeContext judge = ObjectsCase.named("judge-served-vllm").contexts().judges().get(0);
    String json = JudgeObjects.plan(judge).getData().getOrDefault(StageDoor.PLAN_KEY, "");
    assertThat(PlanJson.read(json, JudgeCheckPlan.class).judge())
        .isEqualTo(ServedEndpoint.resolve(judge.plan().judge(), "team"));
  }

  @Test
  void requestsAreWrittenIntoTheFolderOfTheWorkspaceWhereverThatLies() {
    PodSpec pod =
        served(
            "serving.requestLog={}", "storage={existingClaim: team-models, subPath: food/second}");
    assertThat(pod.getContainers().get(0).getVolumeMounts())
        .filteredOn(mount -> mount.getName().equals("workspace"))
        .extracting(VolumeMount::getMountPath, VolumeMount::getSubPath, VolumeMount::getReadOnly)
        .containsExactly(
            tuple("/workspace", "food/second", true),
            tuple("/requests", "food/second/requests", null));
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().equals("workspace"))
        .hasSize(1);
  }

  @Test
  void keysAreAFileThatTheServerReads() {
    PodSpec pod = served("serving.apiKeySecretRef={name: endpoint-keys, key: keys}");
    assertThat(pod.getContainers().get(0).getArgs())
        .endsWith("--api-keys", "/etc/rlaif/secrets/endpoint-keys/keys");
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getProjected() != null)
        .singleElement()
        .satisfies(
            volume ->
                assertThat(volume.getProjected().getSources().get(0).getSecret().getName())
                    .isEqualTo("endpoint-keys"));
  }

  @Test
  void saysWhatARuntimeCannotRead() {
    assertThat(problems("bundled://models/food-small", "vllm"))
        .containsExactly(
            "spec.serving.runtime vllm cannot read bundled://models/food-small: put the model on a"
                + " claim (pvc://CLAIM/PATH), or take runtime rlaif");
    assertThat(problems("/models/base", "kserve")).hasSize(1);
    assertThat(problems("pvc://models/base", "kserve")).isEmpty();
    assertThat(problems("bundled://models/food-small", "rlaif")).isEmpty();
  }

  @Test
  void saysWhenAPlanIsTooLarge() {
    JudgePlan judge = ObjectsCase.named("judge-wordlist").contexts().judges().get(0).plan().judge();
    Map<String, Map<String, String>> large =
        Map.of("questions", Map.of("all.jsonl", "x".repeat(1_000_000)));
    assertThat(PlanConfigMap.problem(new JudgeCheckPlan(judge, Map.of()))).isEmpty();
    assertThat(PlanConfigMap.problem(new JudgeCheckPlan(judge, large)))
        .hasValueSatisfying(
            message -> assertThat(message).contains("holds 1000000").contains("pvc://CLAIM/PATH"));
  }

  private static PodSpec served(String... sets) {
    return ServingPod.ofRlaif(tiny(sets));
  }

  private static RunContext tiny(String... sets) {
    Contexts contexts =
        Contexts.of(
                Documents.read(ObjectsCase.named("tiny-cpu").files("in-"), List.of(sets)),
                "team",
                new PlainSettings(false))
            .orElseThrow(problems -> new AssertionError(problems.toString()));
    return contexts.run().orElseThrow();
  }

  private static List<String> problems(String model, String runtime) {
    Planned<Contexts> planned =
        Contexts.of(
            Documents.read(
                ObjectsCase.named("tiny-cpu").files("in-"),
                List.of("model.uri=" + model, "serving.runtime=" + runtime)),
            "team",
            new PlainSettings(false));
    return planned.problems().stream().map(problem -> problem.message()).toList();
  }

  private static String url(String name) {
    return RunObjects.url(run(name));
  }

  private static RunContext run(String name) {
    return ObjectsCase.named(name).contexts().run().orElseThrow();
  }
}
