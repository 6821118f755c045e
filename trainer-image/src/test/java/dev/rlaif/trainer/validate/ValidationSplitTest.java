package dev.rlaif.trainer.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.prompt.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValidationSplitTest {

  @Test
  void eachPromptIsOnOneSide() {
    ValidationSplit split = ValidationSplit.of(prompts(100), 12, 1);
    assertThat(split.validation()).hasSize(12);
    assertThat(split.training()).hasSize(88).doesNotContainAnyElementsOf(split.validation());
    assertThat(split.training()).isSubsetOf(prompts(100));
  }

  @Test
  void orderDoesNotMatterButTheSeedDoes() {
    List<Prompt> reversed = new ArrayList<>(prompts(100));
    Collections.reverse(reversed);
    List<Prompt> aside = ValidationSplit.of(prompts(100), 12, 1).validation();
    assertThat(ValidationSplit.of(reversed, 12, 1).validation()).isEqualTo(aside);
    assertThat(ValidationSplit.of(prompts(100), 12, 2).validation()).isNotEqualTo(aside);
  }

  @Test
  void atMostAFifthIsSetAside() {
    assertThat(ValidationSplit.of(prompts(23), 64, 1).validation()).hasSize(4);
    assertThatThrownBy(() -> ValidationSplit.of(prompts(4), 64, 1))
        .hasMessageContaining("4 training prompts")
        .hasMessageContaining("at least 5");
  }

  @Test
  void questionIsKnownByItsIdOrItsText() {
    ValidationSplit split = ValidationSplit.of(prompts(10), 1, 1);
    Prompt aside = split.validation().get(0);
    assertThat(split.holds(aside.id(), "another")).isTrue();
    assertThat(split.holds("another", aside.question())).isTrue();
    Prompt trained = split.training().get(0);
    assertThat(split.holds(trained.id(), trained.question())).isFalse();
  }

  private static List<Prompt> prompts(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Prompt("p" + i, "question " + i)).toList();
  }
}
