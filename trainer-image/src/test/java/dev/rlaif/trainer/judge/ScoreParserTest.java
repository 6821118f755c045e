package dev.rlaif.trainer.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.87|0.87",
        "Score: 0.87.|0.87",
        "**0.87**|0.87",
        ".9|0.9",
        "0.9 because 3 items are fine|0.9",
        "1|1",
        "1.0|1",
        "0|0",
        "0.00|0",
        "+0.5|0.5",
        "(0.4)|0.4",
        "0.7, since it is good|0.7",
        "<think>maybe 0.2</think> 0.8|0.8",
      })
  void readsTheFirstWholeNumber(String reply, double score) {
    assertThat(ScoreParser.parse(reply)).isEqualTo(OptionalDouble.of(score));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "I cannot rate this",
        "85",
        "85%",
        "8/10",
        "0,85",
        "1.5",
        "-0.5",
        "NaN",
        "1e-2",
        "0.8.5",
        "0.8-0.9",
        "<think>0.8",
        "v0.9",
        "0.9x",
        "Infinity",
        "٣"
      })
  void refusesEverythingElse(String reply) {
    assertThat(ScoreParser.parse(reply)).isEmpty();
  }

  @Test
  void readsAcrossLinesOfReasoning() {
    assertThat(ScoreParser.parse("\n<think>\n0.1\n0.2\n</think>\n\n0.75\n")).hasValue(0.75);
  }
}
