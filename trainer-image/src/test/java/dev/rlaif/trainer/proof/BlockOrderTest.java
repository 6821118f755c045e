package dev.rlaif.trainer.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockOrderTest {

  @Test
  void headingsMarksAndTagsMoveWithTheirBlock() {
    assertThat(BlockOrder.swapped("Rate it.\nQuestion: {question}\n###\n{answer}\n###\nScore:"))
        .contains("Rate it.\n###\n{answer}\n###\nQuestion: {question}\nScore:");
    assertThat(
            BlockOrder.swapped(
                "<question>\n{question}\n</question>\n\nThe answer:\n<answer>\n{answer}\n</answer>\n"))
        .contains(
            "The answer:\n<answer>\n{answer}\n</answer>\n\n<question>\n{question}\n</question>\n");
    assertThat(BlockOrder.swapped("Answer: {answer}\nQuestion: {question}"))
        .contains("Question: {question}\nAnswer: {answer}");
  }

  @Test
  void aLineThatPartsTheBlocksStaysBetweenThem() {
    assertThat(BlockOrder.swapped("{question}\n---\n{answer}"))
        .contains("{answer}\n---\n{question}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Score {answer}",
        "Is {answer} a good answer to {question}?",
        "{question}\n{answer}\nAgain: {answer}",
      })
  void whatCannotBeToldApartIsLeftAlone(String template) {
    assertThat(BlockOrder.swapped(template)).isEmpty();
  }
}
