package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.LoraTarget;
import dev.rlaif.api.v1alpha1.PromptFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetOptionTest {

  @Test
  void setsFieldsOfTheRun() {
    RunPlan plan =
        Valid.plan("rollout.batchSize=256", "spec.lora.rank=8", "metadata.name=other", "image=x:1");
    assertThat(plan.spec().rollout().batchSize()).isEqualTo(256);
    assertThat(plan.spec().lora().rank()).isEqualTo(8);
    assertThat(plan.name()).isEqualTo("other");
    assertThat(plan.spec().image()).isEqualTo("x:1");
  }

  @Test
  void setsFieldsOfTheJudgeThatTheRunNames() {
    RunPlan plan = Valid.plan("judge.endpoint.model=other", "judge.spec.transform.clip=2");
    assertThat(plan.judge().spec().endpoint()).extracting("model").isEqualTo("other");
    assertThat(plan.judge().spec().transform().clip()).isEqualTo(2.0);
  }

  @Test
  void readsFlowYamlAndQuotes() {
    RunPlan plan =
        Valid.plan("lora.targets=[q_proj, v_proj]", "training.resources.cpu='2'", "suspend=yes");
    assertThat(plan.spec().lora().targets()).containsExactly(LoraTarget.Q_PROJ, LoraTarget.V_PROJ);
    assertThat(plan.spec().training().resources().cpu()).isEqualTo("2");
    assertThat(plan.spec().suspend()).isTrue();
  }

  @Test
  void reachesAndAppendsElements() {
    RunPlan plan =
        Valid.plan(
            "prompts.files.0.weight=0.5", "prompts.files[1].uri=/b", "prompts.files.1.weight=0.1");
    assertThat(plan.spec().prompts().files())
        .extracting(PromptFile::weight)
        .containsExactly(0.5, 0.1);
  }

  @Test
  void escapedDotsBelongToAKey() {
    assertThat(Valid.plan("pods.labels.example\\.org/team=food").spec().pods().labels())
        .containsEntry("example.org/team", "food")
        .containsEntry("team", "food");
  }

  @Test
  void lastOneWins() {
    assertThat(Valid.plan("lora.rank=8", "lora.rank=4").spec().lora().rank()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rollout.batchsize=4 | spec.rollout.batchsize | did you mean spec.rollout.batchSize?",
        "learningRate=1e-4 | spec.learningRate | did you mean spec.algorithm.overrides.learningRate?",
        "judge.endpoit.url=x | spec.endpoit | did you mean spec.endpoint?",
        "lora.rank.x=4 | spec.lora.rank | has no field x",
        "prompts.files.first.uri=/a | spec.prompts.files | give an index",
        "prompts.files.7.uri=/a | spec.prompts.files | has 1 elements: no 7",
        "lora.rank=many | spec.lora.rank | must be a whole number",
        "lora.rank= | spec.lora.rank | is empty",
        "lora.targets=[ | '' | is not YAML",
        "lora.rank | '' | must be PATH=VALUE",
      })
  void saysWhatIsWrong(String set, String path, String message) {
    List<Problem> problems = Valid.problems(set);
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).source()).startsWith("--set " + set);
    assertThat(problems.get(0).path()).isEqualTo(path);
    assertThat(problems.get(0).message()).contains(message);
  }
}
