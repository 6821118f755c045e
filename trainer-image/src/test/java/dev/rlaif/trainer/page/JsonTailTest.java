package dev.rlaif.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.stage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTailTest {
  @TempDir private Path folder;
  private final List<Integer> read = new ArrayList<>();
  private Path file = Path.of("");
  private JsonTail tail = new JsonTail(file, () -> {}, line -> {});

  @BeforeEach
  void follow() {
    file = folder.resolve("log.jsonl");
    tail = new JsonTail(file, read::clear, line -> read.add(line.path("a").asInt()));
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void readsWholeLinesOnceAsTheyCome() throws IOException {
    assertThat(tail.refresh()).isFalse();
    append("{\"a\": 1}\n{\"a\": 2}\n{\"a\"");
    assertThat(tail.refresh()).isTrue();
    assertThat(read).containsExactly(1, 2);
    assertThat(tail.refresh()).isFalse();
    append(": 3}\n");
    assertThat(tail.refresh()).isTrue();
    assertThat(read).containsExactly(1, 2, 3);
  }

  @Test
  void passesOverWhatIsNoObject() throws IOException {
    append("{\"a\": 1}\n[1]\n\nnonsense\n{\"a\": 2}\n");
    tail.refresh();
    assertThat(read).containsExactly(1, 2);
  }

  @Test
  void aFileThatWasReplacedIsReadAnew() throws IOException {
    append("{\"a\": 1}\n{\"a\": 2}\n");
    tail.refresh();
    AtomicFile.write(file, "{\"a\": 1}\n{\"a\": 9}\n");
    assertThat(tail.refresh()).isTrue();
    assertThat(read).containsExactly(1, 9);
    Files.delete(file);
    assertThat(tail.refresh()).isTrue();
    assertThat(read).isEmpty();
  }

  @Test
  void linesLongerThanAPieceAreWhole() throws IOException {
    append("{\"a\": 1}\n{\"long\": \"" + "x".repeat(3_000_000) + "\", \"a\": 2}\n{\"a\": 3}\n");
    tail.refresh();
    assertThat(read).containsExactly(1, 2, 3);
  }
}
