package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.chat.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptLineTest {

  @Test
  void readsQuestionsMessagesAndPlainText(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.jsonl"),
            """
            {"question": "What is soup?", "id": 7}

            {"messages": [{"role": "system", "content": "Brief."}, {"role": "user", "content": "Hi"}]}
            What about rice?
            """);
    assertThat(PromptLine.readAll(file))
        .extracting(PromptLine::messages)
        .containsExactly(
            List.of(ChatMessage.user("What is soup?")),
            List.of(ChatMessage.system("Brief."), ChatMessage.user("Hi")),
            List.of(ChatMessage.user("What about rice?")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"quest\": 1} | needs \"question\"",
        "{\"messages\": []} | needs \"question\"",
        "{\"messages\": [{\"role\": \"user\"}]} | a role and a content",
        "{\"question\": | not JSON"
      })
  void namesTheLineThatIsWrong(String line, String message, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("p.jsonl"), "fine\n" + line + "\n");
    assertThatThrownBy(() -> PromptLine.readAll(file))
        .hasMessageContaining("p.jsonl line 2")
        .hasMessageContaining(message);
  }
}
