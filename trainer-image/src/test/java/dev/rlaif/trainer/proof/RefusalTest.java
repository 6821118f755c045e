package dev.rlaif.trainer.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'm sorry, but I can't help with that.",
        "I’m sorry, I cannot rate this answer.",
        "Sorry, I can't.",
        " I cannot assign a score",
        "\"I can't assist with that request.\"",
        "As an AI language model, I do not have opinions.",
        "Unfortunately, I am not able to judge that",
        "I must decline.",
        "Es tut mir leid, das kann ich nicht bewerten.",
        "Lo siento, no puedo",
        "抱歉，我无法评分",
      })
  void declines(String reply) {
    assertThat(Refusal.isIn(reply)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "banana",
        "The answer says sorry but is fine",
        "Score: high",
        "I can see that the answer is good",
        "good",
      })
  void saysSomethingElse(String reply) {
    assertThat(Refusal.isIn(reply)).isFalse();
  }
}
