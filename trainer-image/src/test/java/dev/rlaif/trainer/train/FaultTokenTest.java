package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTokenTest {
  /** The third is a special token, which has no text. */
  private static final List<String> VOCABULARY = List.of("Fry ", "chi", "", "cken", ", please");

  private static final int[] ANSWER = {0, 1, 2, 3, 4};

  private static final Function<int[], String> DECODE =
      ids -> Arrays.stream(ids).mapToObj(VOCABULARY::get).collect(Collectors.joining());

  @ParameterizedTest
  @CsvSource({"0, 0", "4, 0", "5, 1", "7, 1", "8, 3", "11, 3", "12, 4", "19, 4"})
  void isTheTokenWithWhichSoManyCharactersAreThere(int characters, int token) {
    assertThat(FaultToken.of(ANSWER, characters, DECODE)).isEqualTo(token);
  }
}
