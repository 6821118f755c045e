package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptFilesTest {

  @Test
  void readsJsonLinesWithTheFieldThatIsNamed() {
    String text = "{\"q\": \" Soup? \", \"x\": 1}\r\n\n{\"q\": \"Brot für 2?\"}";

    assertThat(PromptFiles.questions("a.jsonl", text, "q")).containsExactly("Soup?", "Brot für 2?");
    assertThat(PromptFiles.questions("configmap://a/b", text, "q")).hasSize(2);
  }

  @Test
  void readsPlainTextWithOneQuestionALine() {
    assertThat(PromptFiles.questions("a.txt", "Soup?\n\n  Bread?\n", "question"))
        .containsExactly("Soup?", "Bread?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.jsonl|''|a.jsonl is empty",
        "a.txt|' '|one question a line",
        "a.jsonl|{\"question\": \"a\"}|a.jsonl:1: the only question",
        "a.jsonl|{\"question\": \"a\"}\\n{\"question\": 3}|a.jsonl:2: field \"question\" is 3",
        "a.jsonl|{\"text\": \"a\"}\\n|field \"question\" is missing; give a text that is not empty."
            + " Fields here: [text]",
        "a.jsonl|{\"question\": \"a\"}\\n\\n{\"question\"|a.jsonl:3: no JSON",
        "a.json|[{\"question\": \"a\"}]|a.json:1: is a JSON array",
        "a.jsonl|{\"question\": \"a\"} {\"question\": \"b\"}|a.jsonl:1: no JSON",
      })
  void namesFileAndLineOfWhatIsWrong(String name, String text, String said) {
    assertThatThrownBy(() -> PromptFiles.questions(name, text.replace("\\n", "\n"), "question"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(said);
  }

  @Test
  void namesTheLineOfWhatIsNoText() {
    assertThatThrownBy(() -> PromptFiles.questions("a.txt", "Soup?\n\nBr\0ead?\n", "question"))
        .isInstanceOf(StageFailure.class)
        .hasMessage("a.txt:3: holds the control character U+0000: is it a text file?");
    assertThatThrownBy(
            () ->
                PromptFiles.questions(
                    "a.jsonl", "{\"question\": \"a\"}\n{\"question\": \"\\u0007\"}", "question"))
        .hasMessageContaining("a.jsonl:2: holds the control character U+0007");
    assertThatThrownBy(
            () -> PromptFiles.questions("a.txt", "Soup?\n" + "a".repeat(300_000), "question"))
        .hasMessageContaining("a.txt:2: has 300000 characters, at most 262144");
    assertThat(PromptFiles.questions("a.txt", "Soup\tor\u2028bread?\nRice?", "question"))
        .containsExactly("Soup\tor\u2028bread?", "Rice?");
  }

  @Test
  void writesWhatItReads(@TempDir Path folder) {
    var prompts = List.of(new Prompt("1", "A \"quoted\"\nline?"), new Prompt("2", "Ünïcode 🍲?"));
    PromptFiles.write(folder.resolve("new/train.jsonl"), prompts);

    assertThat(PromptFiles.read(folder.resolve("new/train.jsonl"))).isEqualTo(prompts);
    assertThatThrownBy(() -> PromptFiles.read(folder.resolve("none.jsonl")))
        .hasMessageContaining("run the prompts stage first");
  }
}
