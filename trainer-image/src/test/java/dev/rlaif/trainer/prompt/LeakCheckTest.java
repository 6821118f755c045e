package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeakCheckTest {
  private static final String LONG =
      "Give me an idea for a quick and cheap dinner with rice and beans for two";

  private static List<Prompt> prompts(String... questions) {
    return Stream.of(questions).map(question -> new Prompt("id", question)).toList();
  }

  @Test
  void countsTheSameTheNormalisedAndTheNear() {
    var leaks =
        LeakCheck.of(
            prompts("What is soup?", "what is  BREAD", LONG + " people", "Something else"),
            prompts("What is soup?", "What is bread?", LONG));

    assertThat(leaks)
        .returns(1, LeakCheck::exact)
        .returns(1, LeakCheck::normalised)
        .returns(1, LeakCheck::near);
    assertThatThrownBy(() -> leaks.require("train.jsonl"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll(
            "train.jsonl holds 3 held-out questions", "What is soup?", "run the prompts stage")
        .extracting(e -> ((StageFailure) e).reason())
        .isEqualTo(Reason.DATA_INVALID);
  }

  @Test
  void letsPassWhatIsDifferent() {
    LeakCheck.of(prompts("What is soup?"), prompts("What is bread?")).require("train.jsonl");
  }
}
