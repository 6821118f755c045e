package dev.rlaif.trainer.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StopStringsTest {
  private static final Function<int[], String> LETTERS =
      ids -> Arrays.stream(ids).mapToObj(Character::toString).collect(Collectors.joining());

  @Test
  void endsWithTheTokenThatCompletesAText() {
    TokenListener listener = new StopStrings(List.of("xyz", "END"), LETTERS).listener();
    String text = "an answer, E-END, and more";
    int last = text.indexOf("END") + 2;
    for (int i = 0; i <= last; i++) {
      assertThat(listener.token(0, text.charAt(i))).as("letter %d", i).isEqualTo(i < last);
    }
  }

  @Test
  void answersAreApart() {
    TokenListener listener = new StopStrings(List.of("ab"), LETTERS).listener();
    assertThat(listener.token(0, 'a')).isTrue();
    assertThat(listener.token(1, 'b')).isTrue();
    assertThat(listener.token(0, 'b')).isFalse();
    StopStrings again = new StopStrings(List.of("ab"), LETTERS);
    assertThat(again.listener().token(0, 'a')).isTrue();
    assertThat(again.listener().token(0, 'b')).isTrue();
  }

  @Test
  void refusesAnEmptyText() {
    assertThatThrownBy(() -> new StopStrings(List.of(""), LETTERS))
        .hasMessageContaining("an empty text");
  }
}
