package dev.rlaif.trainer.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GivenPairsTest {
  private static final List<ChatMessage> QUESTION = List.of(ChatMessage.user("Q"));

  private static GivenPairs.Given one(String line) {
    return GivenPairs.read("p.jsonl", line).get(0);
  }

  /** The shapes in which TRL and the data sets of Hugging Face have the same pair. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"prompt": "Q", "chosen": "good", "rejected": "bad"}""",
        """
        {"prompt": [{"role": "user", "content": "Q"}],
         "chosen": [{"role": "assistant", "content": "good"}],
         "rejected": [{"role": "assistant", "content": "bad"}]}""",
        """
        {"chosen": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "good"}],
         "rejected": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "bad"}]}""",
        """
        {"prompt": "Q", "prompt_id": "x", "messages": [],
         "chosen": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "good"}],
         "rejected": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "bad"}]}"""
      })
  void shapesOfOnePair(String line) {
    GivenPairs.Given pair = one(line.replace("\n", " "));
    assertThat(pair.prompt()).isEqualTo(QUESTION);
    assertThat(pair.chosen()).isEqualTo("good");
    assertThat(pair.rejected()).isEqualTo("bad");
    assertThat(pair.scoreChosen()).isNull();
    assertThat(pair.ids()).isEmpty();
  }

  @Test
  void conversationsKeepTheirEarlierTurns() {
    GivenPairs.Given pair =
        one(
            """
            {"prompt": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"}], \
            "chosen": "good", "rejected": "bad", "score_chosen": 9, "score_rejected": 2.5}""");
    assertThat(pair.prompt()).containsExactly(ChatMessage.system("S"), ChatMessage.user("Q"));
    assertThat(pair.scoreChosen()).isEqualTo(9);
    assertThat(pair.scoreRejected()).isEqualTo(2.5);
  }

  @Test
  void idsComeWithTheirTokenizer() {
    String line =
        """
        {"prompt": "Q", "chosen": "good", "rejected": "bad", "tokenizer": "abc", \
        "prompt_ids": [1, 2], "chosen_ids": [3], "rejected_ids": [4, 5]}""";
    GivenIds ids = one(line).ids().orElseThrow();
    assertThat(ids.prompt()).containsExactly(1, 2);
    assertThat(ids.chosen()).containsExactly(3);
    assertThat(ids.rejected()).containsExactly(4, 5);
    assertThat(ids.requireOf("abc", "p.jsonl:1")).isSameAs(ids);
    assertThatThrownBy(() -> ids.requireOf("def", "p.jsonl:1"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("p.jsonl:1", "another model", "abc", "def", "remove prompt_ids");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"chosen\": \"a\", \"rejected\": \"b\"} | field \"prompt\" is missing",
        "{\"prompt\": \"q\", \"rejected\": \"b\"} | field \"chosen\" is missing",
        "{\"prompt\": \"q\", \"chosen\": \"a\"} | field \"rejected\" is missing",
        "{\"prompt\": \"q\", \"chosen\": \" \", \"rejected\": \"b\"} | field \"chosen\" is",
        "{\"prompt\": 7, \"chosen\": \"a\", \"rejected\": \"b\"} | field \"prompt\" is 7",
        "{\"prompt\": [], \"chosen\": \"a\", \"rejected\": \"b\"} | field \"prompt\" is an empty",
        "{\"prompt\": [{\"role\": \"user\"}], \"chosen\": \"a\", \"rejected\": \"b\"} | field"
            + " \"prompt[0].content\" is missing",
        "{\"prompt\": \"q\", \"chosen\": [{\"role\": \"user\", \"content\": \"a\"}], \"rejected\":"
            + " \"b\"} | field \"chosen\" must be one answer of the assistant",
        "{\"prompt\": \"q\", \"chosen\": \"a\", \"rejected\": \"a\"} | \"chosen\" and \"rejected\""
            + " hold the same answer",
        "{\"prompt\": \"q\", \"chosen\": \"a\", \"rejected\": \"b\", \"score_chosen\": 1} | field"
            + " \"score_rejected\" is missing",
        "{\"prompt\": \"q\", \"chosen\": \"a\", \"rejected\": \"b\", \"score_chosen\": \"high\"} |"
            + " field \"score_chosen\" is \"high\"",
        "{\"prompt\": \"q\", \"chosen\": \"a\", \"rejected\": \"b\", \"chosen_ids\": [1]} | field"
            + " \"tokenizer\" is missing",
        "{\"prompt\": \"q\", \"chosen\": \"a\", \"rejected\": \"b\", \"tokenizer\": \"t\","
            + " \"chosen_ids\": [1]} | field \"prompt_ids\" is missing",
        "{\"prompt\": \"q\", \"chosen\": \"a\", \"rejected\": \"b\", \"tokenizer\": \"t\","
            + " \"prompt_ids\": [1, -2]} | field \"prompt_ids[1]\" is -2",
        "[1] | is a JSON array",
        "{\"prompt\": | no JSON",
      })
  void complaintsNameFileLineAndField(String line, String said) {
    String fine = "{\"prompt\": \"q\", \"chosen\": \"a\", \"rejected\": \"b\"}\n";
    assertThatThrownBy(() -> GivenPairs.read("p.jsonl", fine + "\n" + line))
        .isInstanceOfSatisfying(
            StageFailure.class, f -> assertThat(f.exit()).isEqualTo(StageFailure.Exit.WRONG))
        .hasMessageStartingWith("p.jsonl:3: ")
        .hasMessageContaining(said);
  }

  @Test
  void anEmptyFileIsNoPairs() {
    assertThatThrownBy(() -> GivenPairs.read("p.jsonl", "\n"))
        .hasMessageContainingAll("p.jsonl is empty", "\"chosen\"");
  }
}
