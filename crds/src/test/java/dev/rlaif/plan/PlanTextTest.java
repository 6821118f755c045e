package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanTextTest {

  @Test
  void showsWhatWillBeDone() {
    String text = PlanText.of(Valid.plan());
    System.out.println(text);
    assertThat(text.lines())
        .contains("judge", "prompts", "algorithm", "rollout", "training", "evaluation", "serving");
  }
}
