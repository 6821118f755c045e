package dev.rlaif.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.programs.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees of the definitions, through kubectl. */
class CrdsIT {
  @RegisterExtension static final ApiServer API = new ApiServer();

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Repository.root().resolve("examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleIsAccepted(Path file) throws IOException, InterruptedException {
    String out = API.kubectl("apply", "--dry-run=server", "-f", file.toString()).orThrow();

    long documents =
        Files.readString(file).lines().filter(line -> line.startsWith("kind:")).count();
    assertThat(out.lines()).hasSize((int) documents).allMatch(line -> line.contains(".rlaif.dev/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rlaifruns.rlaif.dev", "rewardjudges.rlaif.dev"})
  void definitionIsSmallEnoughForPlainApply(String crd) throws IOException, InterruptedException {
    String annotations =
        API.kubectl("get", "crd", crd, "-o=jsonpath={.metadata.annotations}").orThrow();

    assertThat(annotations).contains("kubectl.kubernetes.io/last-applied-configuration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rlaifrun.spec.rollout.batchSize", "rewardjudge.spec.transform.clip"})
  void explains(String field) throws IOException, InterruptedException {
    String name = field.substring(field.lastIndexOf('.') + 1);

    assertThat(API.kubectl("explain", field).orThrow())
        .contains("FIELD: " + name)
        .doesNotContain("<empty>");
  }

  @Test
  void columnsOfRunsTellHowFarTheyAre() throws IOException, InterruptedException {
    ValidDocuments.create(API, "run");
    ValidDocuments.patchStatus(
        API,
        "rlaifrun/vegetarian",
        """
        phase: Evaluating
        conditions:
        - type: Ready
          status: "False"
          reason: Evaluating
          message: 100 prompts
          lastTransitionTime: "2026-01-01T10:00:00Z"
        training:
          progressPercentage: 42
          metrics: [{name: reward_mean, value: "1.2031"}, {name: kl_mean, value: "4.1"}]
        evaluation: {summary: 43 -> 30 of 100}
        serving: {url: "http://vegetarian-serve.food.svc:8000/v1"}
        viewer: {url: "http://vegetarian-view.food.svc:8080"}
        """);

    assertThat(columns("rr", "-o=wide"))
        .containsExactly(
            "NAME PHASE PROGRESS REWARD EVALUATION READY REASON AGE JUDGE MODEL KL URL VIEWER",
            "vegetarian Evaluating 42 1.2031 43 -> 30 of 100 False Evaluating AGE"
                + " vegetarian-judge hf://meta-llama/Llama-2-7b-chat-hf 4.1"
                + " http://vegetarian-serve.food.svc:8000/v1 http://vegetarian-view.food.svc:8080");
    assertThat(columns("rr"))
        .containsExactly(
            "NAME PHASE PROGRESS REWARD EVALUATION READY REASON AGE",
            "vegetarian Evaluating 42 1.2031 43 -> 30 of 100 False Evaluating AGE");
  }

  @Test
  void columnsOfJudgesTellHowGoodTheyAre() throws IOException, InterruptedException {
    ValidDocuments.create(API, "judge");
    ValidDocuments.patchStatus(
        API,
        "rewardjudge/vegetarian-judge",
        """
        model: llama-2-70b-chat
        url: https://judge.example/v1
        conditions:
        - type: Validated
          status: "True"
          reason: Passed
          message: 200 examples
          lastTransitionTime: "2026-01-01T10:00:00Z"
        - type: Ready
          status: "True"
          reason: Validated
          message: ""
          lastTransitionTime: "2026-01-01T10:00:00Z"
        validation: {hash: "sha256:99ab", passed: true, accuracy: "0.965", f1: "0.9648", auroc: "0.991", calibrationError: "0.021", flipRate: "0.01", rewordingFlipRate: "0.02", injectionRate: "0.05"}
        """);

    assertThat(columns("rj", "-o=wide"))
        .containsExactly(
            "NAME VALIDATED READY ACCURACY F1 MODEL REASON AGE AUROC ECE FLIPS REWORDED INJECTED URL",
            "vegetarian-judge True True 0.965 0.9648 llama-2-70b-chat Validated AGE 0.991 0.021"
                + " 0.01 0.02 0.05 https://judge.example/v1");
    assertThat(columns("rlaif").get(0)).startsWith("NAME VALIDATED READY ACCURACY F1 MODEL");
  }

  @Test
  void runsAreSelectedByPhase() throws IOException, InterruptedException {
    ValidDocuments.create(API, "run");
    ValidDocuments.patchStatus(API, "rlaifrun/vegetarian", "phase: Training");

    assertThat(inPhase("Training"))
        .extracting(run -> run.getMetadata().getName())
        .containsExactly("vegetarian");
    assertThat(inPhase("Failed")).isEmpty();
  }

  private static List<RlaifRunResource> inPhase(String phase) {
    return API.client()
        .resources(RlaifRunResource.class)
        .inNamespace(API.namespace())
        .withField("status.phase", phase)
        .list()
        .getItems();
  }

  /** Lines of {@code kubectl get}, columns one space apart, without the age itself. */
  private static List<String> columns(String... arguments)
      throws IOException, InterruptedException {
    String[] get = Stream.concat(Stream.of("get"), Stream.of(arguments)).toArray(String[]::new);
    return API.kubectl(get)
        .orThrow()
        .lines()
        .map(line -> line.strip().replaceAll(" +", " ").replaceAll(" [0-9]+s\\b", " AGE"))
        .toList();
  }
}
