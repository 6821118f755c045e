package dev.rlaif.trainer.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.stage.StageFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledPairsTest {
  private static final String FULL = "{\"prompt\":\"a\",\"good\":\"b\",\"bad\":\"c\"}\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|p.jsonl is empty",
        "{\"prompt\":\"a\",\"good\":3,\"bad\":\"c\"}|p.jsonl:1: field \"good\" is 3",
        "{\"prompt\":\"a\",\"good\":\"b\",\"bad\":\"b\"}|good and bad are the same",
        "{\"prompt\"|p.jsonl:1: no JSON",
        "[1]|is a JSON array",
        "{\"prompt\":\"a\",\"good\":\"b\"}|no line has a bad answer",
        "{\"prompt\":\"a\",\"bad\":\"b\"}|no line has a good answer",
      })
  void namesTheLineThatIsNoPair(String text, String said) {
    assertThatThrownBy(() -> LabelledPairs.read("p.jsonl", text))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(said);
  }

  @Test
  void namesEveryLineThatLacksAField() {
    assertThatThrownBy(
            () -> LabelledPairs.read("p.jsonl", FULL + "{\"prompt\":\"d\"}\n{\"good\":\"e\"}\n"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll(
            "2 labelled pairs to correct",
            "p.jsonl:2: field \"good\" is missing",
            "p.jsonl:3: field \"prompt\" is missing");
  }

  @Test
  void namesLabelsThatContradictEachOther() {
    assertThatThrownBy(
            () ->
                LabelledPairs.read(
                    "p.jsonl", FULL + "{\"prompt\":\"a\",\"good\":\"c\",\"bad\":\"d\"}"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(
            "p.jsonl:2: calls good the answer that p.jsonl:1 calls bad for the same prompt (\"c\")");
  }

  @Test
  void countsARepetitionOnceAndSaysSo() {
    LabelledPairs pairs = LabelledPairs.read("p.jsonl", FULL + "\n" + FULL);

    assertThat(pairs.pairs()).containsExactly(new LabelledPair("a", "b", "c"));
    assertThat(pairs.notes())
        .containsExactly("1 pair is there twice and counts once: p.jsonl:3 repeats p.jsonl:1");
  }
}
