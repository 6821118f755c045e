package dev.rlaif.trainer.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Scale;
import dev.rlaif.api.v1alpha1.Scoring;
import dev.rlaif.api.v1alpha1.ScoringMode;
import dev.rlaif.trainer.chat.ChatReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScoreParserTest {
  private static final Scoring TEXT = new Scoring(ScoringMode.TEXT, 10, 0.0, 1, null, 0.5);

  record Row(String reply, String score, String why) {}

  static List<Row> replies() throws IOException {
    try (InputStream table = ScoreParserTest.class.getResourceAsStream("/judge-replies.tsv")) {
      var text = new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(ScoreParserTest::row).toList();
    }
  }

  private static Row row(String line) {
    String[] cells = line.split("\t", -1);
    return new Row(cells[0].replace("\\n", "\n"), cells[1], cells[2]);
  }

  @ParameterizedTest
  @MethodSource("replies")
  void readsWhatTheTableSays(Row row) {
    OptionalDouble p = ReplyScore.of(ChatReply.of(row.reply), TEXT, new Scale(0.01, 0.99)).p();

    String score = p.isEmpty() ? "missing" : Double.toString(p.getAsDouble());
    assertThat(score).as(row.why).isEqualTo(row.score);
  }

  @Test
  void tableIsLong() throws IOException {
    assertThat(replies()).hasSizeGreaterThan(100);
  }

  @Test
  void numbersFarBehindAreNoScore() {
    assertThat(ScoreParser.parse("x".repeat(5000) + " 0.9")).isEmpty();
  }

  @Test
  void readsAnyReplyInNoTime() {
    Stream.of("<", "1 ", "0.5-", "<think>", "1. ", "1.x\n", "</think", " to 1", "*")
        .forEach(piece -> assertThat(ScoreParser.parse(piece.repeat(300_000))).isEmpty());
  }
}
