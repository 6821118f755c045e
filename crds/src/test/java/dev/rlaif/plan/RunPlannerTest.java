package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunPlannerTest {

  @Test
  void plansTheValidDocuments() {
    RunPlan plan = Valid.plan();
    assertThat(plan.name()).isEqualTo("vegetarian");
    assertThat(plan.judge().name()).isEqualTo("vegetarian-judge");
    assertThat(plan.evaluationJudge().map(JudgePlan::name)).contains("second-judge");
    assertThat(plan.configMaps()).containsOnlyKeys("real-questions");
    assertThat(plan.hash()).startsWith("sha256:");
  }

  @Test
  void planSurvivesJson() {
    RunPlan plan = Valid.plan();
    assertThat(PlanJson.read(PlanJson.write(plan), RunPlan.class)).isEqualTo(plan);
    StagePlan stage = plan.stage(StageName.TRAIN);
    assertThat(PlanJson.read(PlanJson.write(stage), StagePlan.class)).isEqualTo(stage);
  }
}
