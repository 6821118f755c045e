package dev.rlaif.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.page.AnswerQuery.Order;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerIndexTest {
  private final AnswerIndex index = open();

  private static AnswerIndex open() {
    try {
      return new AnswerIndex();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StoredAnswer answer(
      long step, int sample, String text, @Nullable Double p, int length) {
    return new StoredAnswer(
        "training",
        step,
        "",
        sample,
        "What now?",
        text,
        p,
        null,
        0.1 * length,
        length,
        true,
        p == null ? "timeout" : "ok",
        "");
  }

  @BeforeEach
  void fill() throws IOException {
    index.replace(
        "one",
        List.of(
            answer(1, 0, "Roast beef with rice", 0.01, 5),
            answer(1, 1, "Lentil stew, café style", 0.9, 9)));
    index.replace(
        "two",
        List.of(
            answer(2, 0, "Rice with beans; no beefsteak", 0.6, 7),
            answer(2, 1, "素食咖喱 <b>rice</b>", null, 3)));
    index.publish();
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private static AnswerQuery query(String text, Order order) {
    return new AnswerQuery(
        text,
        "",
        0,
        Long.MAX_VALUE,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        0,
        Integer.MAX_VALUE,
        order,
        0,
        10);
  }

  private List<String> found(AnswerQuery query) throws IOException {
    return index.search(query).answers().stream()
        .map(answer -> answer.step() + "." + answer.sample())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|2.0 2.1 1.0 1.1",
        "beef|2.0 1.0",
        "BEEF rice|2.0 1.0",
        "\"with rice\"|1.0",
        "\"rice with\"|2.0",
        "caf|1.1",
        "素食|2.1",
        "what now|2.0 2.1 1.0 1.1",
        "<b>|2.0 2.1 1.0",
        "pork|''",
        "\"|2.0 2.1 1.0 1.1",
        "* ? ~ AND OR ( [|''",
      })
  void findsByWords(String text, String expected) throws IOException {
    assertThat(String.join(" ", found(query(text, Order.NEWEST)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "NEWEST, 2.0 2.1 1.0 1.1",
    "WORST, 1.0 2.0 1.1 2.1",
    "BEST, 1.1 2.0 1.0 2.1",
    "LONGEST, 1.1 2.0 1.0 2.1",
    "SHORTEST, 2.1 1.0 2.0 1.1",
    "KL, 1.1 2.0 1.0 2.1",
  })
  void sorts(Order order, String expected) throws IOException {
    assertThat(String.join(" ", found(query("", order)))).isEqualTo(expected);
  }

  @Test
  void filtersByFigures() throws IOException {
    assertThat(found(new AnswerQuery("", "", 2, 2, 0.5, 1, 0, 99, Order.NEWEST, 0, 10)))
        .containsExactly("2.0");
    assertThat(found(new AnswerQuery("", "", 0, 9, 0, 1, 6, 9, Order.NEWEST, 0, 10)))
        .containsExactly("2.0", "1.1");
    assertThat(found(new AnswerQuery("", "tuned", 0, 9, 0, 1, 0, 9, Order.NEWEST, 0, 10)))
        .isEmpty();
  }

  @Test
  void pagesHaveTheTotal() throws IOException {
    var query = new AnswerQuery("", "", 0, 9, -1, 2, 0, 99, Order.NEWEST, 1, 1);
    AnswerIndex.Found found = index.search(query);
    assertThat(found.total()).isEqualTo(3);
    assertThat(found.answers())
        .singleElement()
        .isEqualTo(answer(1, 0, "Roast beef with rice", 0.01, 5));
    var beyond = new AnswerQuery("", "", 0, 9, -1, 2, 0, 99, Order.NEWEST, 5, 1);
    assertThat(index.search(beyond).answers()).isEmpty();
  }

  @Test
  void aFileThatWasWrittenAnewReplacesItsAnswers() throws IOException {
    index.replace("two", List.of(answer(2, 0, "Tofu", 0.9, 2)));
    index.remove("one");
    index.publish();
    assertThat(found(query("", Order.NEWEST))).containsExactly("2.0");
    assertThat(index.size()).isEqualTo(1);
  }
}
