package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionJournalTest {
  @TempDir private Path folder = Path.of("/nowhere");
  private Path file = folder;

  @BeforeEach
  void name() {
    file = folder.resolve("prompts/generated.jsonl");
  }

  private static SettledQuestion question(int number) {
    return new SettledQuestion(number, "Soups", "Why " + number + "?\nAnd \"how\"?", 1, 0, null);
  }

  @Test
  void keepsEachQuestionAtOnceInWhateverOrderTheyCome() throws IOException {
    try (var journal = QuestionJournal.open(file)) {
      journal.add(question(2));
      assertThat(Files.readAllLines(file)).hasSize(1);
      journal.add(question(0));
      assertThat(journal.first(2)).containsExactly(question(0));
    }
    try (var journal = QuestionJournal.open(file)) {
      assertThat(journal.first(10)).containsExactly(question(0), question(2));
      assertThat(journal.find(1)).isEmpty();
      assertThat(journal.find(2)).contains(question(2));
    }
  }

  @Test
  void aLineThatWasCutOffByAKillIsAskedForAgainAndSpoilsNoOther() throws IOException {
    try (var journal = QuestionJournal.open(file)) {
      journal.add(question(0));
      journal.add(question(1));
    }
    String text = Files.readString(file);
    for (int length = text.indexOf('\n') + 1; length < text.length(); length++) {
      Files.writeString(file, text.substring(0, length));
      try (var journal = QuestionJournal.open(file)) {
        assertThat(journal.first(10)).containsExactly(question(0));
        journal.add(question(1));
      }
      assertThat(file).hasContent(text);
    }
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "{\"number\": 0, \"topic\": \"a\"}\nnonsense\n");
    assertThatThrownBy(() -> QuestionJournal.open(file))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("generated.jsonl:2: no JSON");
  }

  @Test
  void takesNothingOnceItIsClosed() throws IOException {
    var journal = QuestionJournal.open(file);
    journal.close();
    journal.add(question(0));
    assertThat(List.of(Files.readString(file))).containsExactly("");
  }
}
