package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanTextTest {

  @Test
  void showsEveryNumberThatWillBeUsed() {
    String text = PlanText.of(Valid.plan("prompts={generate: {topics: [a], systemPrompt: b}}"));
    assertThat(text.lines())
        .contains(
            "judge",
            "  endpoint                    https://judge.example/v1  llama-2-70b-chat",
            "second judge",
            "  wordlist                    3 forbidden, 3 required",
            "  generate                    10000 by the run's model, 1 topics",
            "  kl.control                  adaptive",
            "  learningRate                1.41e-5",
            "  maxGradNorm                 off",
            "  targets                     q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj,"
                + " down_proj",
            "  length                      epochs 1, 77 steps",
            "  devices                     1 x 8 nvidia.com/gpu",
            "  gates.minImprovement        0.1",
            "  modelName                   vegetarian");
  }

  @Test
  void namesTheServiceThatOutlivesRuns() {
    assertThat(PlanText.of(Valid.plan("serving.service=chat")))
        .contains("\n  service                     chat\n");
  }

  @Test
  void leavesOutServingThatIsOff() {
    String text = PlanText.of(Valid.plan("serving.enabled=false", "training.gpus=0"));
    assertThat(text).endsWith("serving\n  enabled                     false\n");
    assertThat(text).contains("devices                     CPU");
  }

  @Test
  void stepsOfEpochsAreWholeBatches() {
    assertThat(PlannedSteps.over(9900, Valid.plan().spec())).isEqualTo(77);
    assertThat(PlannedSteps.over(5, Valid.plan().spec())).isEqualTo(1);
    RunPlan steps = Valid.plan("training.epochs=2", "prompts.files.0.weight=0.1");
    assertThat(PlannedSteps.over(1280, steps.spec())).isEqualTo(20);
  }
}
