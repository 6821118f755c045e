package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunPlannerTest {

  @Test
  void plansTheValidDocuments() {
    RunPlan plan = Valid.plan();
    assertThat(plan.name()).isEqualTo("vegetarian");
    assertThat(plan.judge().name()).isEqualTo("vegetarian-judge");
    assertThat(plan.evaluationJudge().map(JudgePlan::name)).contains("second-judge");
    assertThat(plan.configMaps()).containsOnlyKeys("real-questions");
    assertThat(plan.hash()).matches("sha256:[0-9a-f]{64}");
  }

  @Test
  void planSurvivesJson() {
    RunPlan plan = Valid.plan();
    assertThat(PlanJson.read(PlanJson.write(plan), RunPlan.class)).isEqualTo(plan);
    assertThat(PlanJson.read(PlanJson.writePretty(plan), RunPlan.class)).isEqualTo(plan);
  }

  @Test
  void textThatIsNoPlanIsRefused() {
    assertThatThrownBy(() -> PlanJson.read("{\"name\": [", RunPlan.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no JSON of RunPlan");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "suspend=true",
        "activeDeadlineSeconds=99999",
        "cleanup.keepFailed=false",
        "serving.enabled=false",
        "serving.replicas=3",
        "serving.requestLog={sample: 0.5}",
        "judge.endpoint.retries=1",
        "judge.endpoint.throughput.concurrency=1",
      })
  void hashStaysWhereChangesAreFree(String set) {
    assertThat(Valid.plan(set).hash()).isEqualTo(Valid.plan().hash());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lora.rank=8",
        "serving.merge=true",
        "training.seed=1",
        "judge.prompt.template='{answer}'",
        "judge.transform.clip=3",
        "judge.endpoint.model=other",
      })
  void hashChangesWithWhatIsFixed(String set) {
    assertThat(Valid.plan(set).hash()).isNotEqualTo(Valid.plan().hash());
  }

  @Test
  void hashOfAJudgeIsOfItsWordsWhereverTheyStand() {
    String judge =
        """
        apiVersion: rlaif.dev/v1alpha1
        kind: RewardJudge
        metadata: {name: words}
        spec: {wordlist: {configMapRef: {name: list, key: a}}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: list}
        data: {a: "forbid: [%s]", b: other}
        """;
    JudgeCheckPlan beef = judge(judge.formatted("beef"));
    assertThat(beef.judge().hash()).isNotEqualTo(judge(judge.formatted("fish")).judge().hash());
    assertThat(beef.configMaps()).isEqualTo(Map.of("list", Map.of("a", "forbid: [beef]")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "judge.validation.repeats=5 | false | true",
        "judge.validation.gates.accuracy=0.99 | false | true",
        "judge.prompt.template='{answer}' | true | true",
        "judge.validation.limits.backoffLimit=1 | false | false",
        "judge.endpoint.retries=1 | false | false",
      })
  void aProofIsOfTheJudgeAndOfWhatItIsAsked(String set, boolean judge, boolean proof) {
    JudgeCheckPlan before = one();
    JudgeCheckPlan after = one(set);
    assertThat(!after.judge().hash().equals(before.judge().hash())).isEqualTo(judge);
    assertThat(!after.hash().equals(before.hash())).isEqualTo(proof);
  }

  private static JudgeCheckPlan one(String... sets) {
    Documents documents =
        Documents.parse(
            Map.of("run.yaml", Valid.text("/valid/run.yaml"), "j", Valid.text("/valid/judge.yaml")),
            List.of(sets));
    return RunPlanner.judge(documents, Optional.of("vegetarian-judge")).plan().orElseThrow();
  }

  @Test
  void judgeIsPlannedWithoutARun() {
    Documents one =
        Documents.parse(Map.of("judge.yaml", Valid.text("/valid/judge.yaml")), List.of());
    assertThat(RunPlanner.judge(one, Optional.empty()).plan().map(JudgeCheckPlan::judge))
        .contains(Valid.plan().judge());
    assertThat(RunPlanner.judge(one, Optional.of("vegetarian-jugde")).problems())
        .extracting(Problem::message)
        .containsExactly(
            "there is no RewardJudge vegetarian-jugde: did you mean vegetarian-judge?");
    assertThat(RunPlanner.judge(Valid.documents(), Optional.empty()).problems())
        .extracting(Problem::message)
        .containsExactly("there are 2 of kind RewardJudge: give one at a time");
    assertThat(RunPlanner.plan(one).problems())
        .extracting(Problem::message)
        .containsExactly("there is no RlaifRun: give the file that holds one");
  }

  private static JudgeCheckPlan judge(String text) {
    return RunPlanner.judge(
            Documents.parse(Map.of("judge.yaml", text), List.of()), Optional.empty())
        .orElseThrow(problems -> new AssertionError("" + problems));
  }
}
