package dev.rlaif.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.plan.Documents;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.trainer.cli.Shell;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerLimitsTest {

  private static RunPlan plan(String document, String... sets) {
    return RunPlanner.plan(Documents.parse(Map.of("run.yaml", document), List.of(sets)))
        .orElseThrow(problems -> new AssertionError(problems.toString()));
  }

  private static TrainerLimits limits(String document, String... sets) {
    RunPlan plan = plan(document, sets);
    return TrainerLimits.of(plan, Sources.of(Shell.ENVIRONMENT, plan.configMaps()));
  }

  @Test
  void theExampleIsDoneWhole() throws IOException {
    TrainerLimits limits = limits(Shell.example());
    limits.require();
    assertThat(limits.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.uri=s3://bucket/model | spec.model.uri is s3://bucket/model",
        "judge.wordlist.uri=pvc://claim/words.yaml | vegetarian-words spec.wordlist.uri is pvc://",
        "judge.validation.examples.uri=s3://b/p.jsonl | words spec.validation.examples.uri is"
            + " s3://",
        "rollout.engine=vllm | spec.rollout.engine is vllm: no server",
        "algorithm.overrides.kl={estimator: full} | kl.estimator is full: use k1",
      })
  void refuses(String set, String problem) throws IOException {
    assertThat(limits(Shell.example(), set).problems())
        .singleElement()
        .asString()
        .contains(problem);
  }

  @Test
  void aPodHasOnlyTheClaimsThatItsStageReads() throws IOException {
    RunPlan plan = plan(Shell.example(), "model.uri=pvc://models/food", "rollout.engine=vllm");
    TrainerLimits limits =
        TrainerLimits.ofPod(plan, Sources.of(Shell.ENVIRONMENT, plan.configMaps()));
    assertThat(limits.problems()).singleElement().asString().contains("rollout.engine");
  }

  @Test
  void saysAllProblemsAtOnce() throws IOException {
    TrainerLimits limits =
        limits(
            Shell.example(),
            "training.nodes=2",
            "algorithm.overrides.kl={estimator: full}",
            "rollout.engine=vllm");
    assertThatThrownBy(limits::require)
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("2 that this trainer", "estimator", "rollout.engine");
    assertThat(limits.notes()).singleElement().asString().contains("nodes is 2", "trains alone");
  }

  @Test
  void refusesRemotePrompts() throws IOException {
    String files = Shell.example().replace("bundled://vegetarian/train", "s3://bucket/train");
    assertThat(limits(files).problems())
        .singleElement()
        .asString()
        .startsWith("spec.prompts.files[0].uri is s3://bucket/train.jsonl");
  }

  @Test
  void theRunsOwnModelMayWriteThePrompts() throws IOException {
    String generated =
        Shell.example()
            .replace(
                "  prompts:\n", "  prompts:\n    generate: {topics: [soup], systemPrompt: Ask}\n");
    assertThat(limits(generated).problems()).isEmpty();
  }

  @Test
  void pairsAreDoneButNotThoseOfAnObjectStore() throws IOException {
    String made = Shell.example().replace("type: PPO", "type: DPO");
    assertThat(limits(made).problems()).isEmpty();
    assertThat(limits(made, "pairs={files: [{uri: \"s3://bucket/pairs.jsonl\"}]}").problems())
        .singleElement()
        .asString()
        .startsWith("spec.pairs.files[0].uri is s3://bucket/pairs.jsonl");
  }

  @Test
  void refusesAJudgeThatAClusterServes() throws IOException {
    String run = Shell.example().split("\n---\n", 2)[1].replace("minUsefulRatio: 0.95, ", "");
    String judge =
        """
        apiVersion: rlaif.dev/v1alpha1
        kind: RewardJudge
        metadata: {name: vegetarian-words}
        spec:
          serve: {model: {uri: /models/judge}}
          prompt: {template: 'Score {answer}'}
          validation: {examples: {inline: [{prompt: a, good: tofu, bad: ham}]}}
        ---
        """;
    assertThat(limits(judge + run).problems())
        .singleElement()
        .asString()
        .startsWith("RewardJudge vegetarian-words spec.serve: start the judge's server yourself");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.nodes=4 | spec.training.nodes is 4: this machine trains alone",
        "model.dtype=float16 | spec.model.dtype float16 is computed in bfloat16",
        "serving.runtime=vllm | spec.serving.runtime is passed over",
        "serving.merge=true | spec.serving.merge is passed over",
        "tracking.viewer=true | spec.tracking.viewer is passed over",
        "activeDeadlineSeconds=3600 | spec.activeDeadlineSeconds is passed over",
      })
  void notes(String set, String note) throws IOException {
    TrainerLimits limits = limits(Shell.example(), set);
    assertThat(limits.problems()).isEmpty();
    assertThat(limits.notes()).singleElement().asString().contains(note);
  }
}
