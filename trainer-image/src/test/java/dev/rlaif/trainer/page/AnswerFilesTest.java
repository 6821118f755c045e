package dev.rlaif.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.tracking.RolloutLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerFilesTest {
  @TempDir private Path folder;

  private static AnswerQuery all(String source) {
    return new AnswerQuery(
        "",
        source,
        0,
        Long.MAX_VALUE,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        0,
        Integer.MAX_VALUE,
        AnswerQuery.Order.NEWEST,
        0,
        10);
  }

  @Test
  void takesInWhatIsNewAndWhatWasWrittenAnew() throws IOException {
    MadeWorkspace run = new MadeWorkspace(folder);
    try (AnswerIndex index = new AnswerIndex()) {
      var files = new AnswerFiles(run.workspace(), index);
      assertThat(files.look()).isFalse();

      run.trained(3, 4);
      assertThat(files.look()).isTrue();
      assertThat(files.waiting()).isEqualTo(3);
      files.index(60_000);
      assertThat(index.search(all("")).total()).isEqualTo(12);

      new RolloutLog(run.workspace().rollouts()).write(3, List.of(MadeWorkspace.row(3, 0)));
      files.look();
      files.index(60_000);
      assertThat(index.search(all("training")).total()).isEqualTo(9);

      Files.delete(run.workspace().rollouts().resolve("step-000002.jsonl"));
      files.look();
      assertThat(index.size()).isEqualTo(5);
    }
  }

  @Test
  void answersOfPairsAreFoundToo() throws IOException {
    MadeWorkspace run = new MadeWorkspace(folder);
    AtomicFile.write(
        run.workspace().pairAnswers(),
        "{\"inputs\":\"5f2\"}\n"
            + "{\"id\":\"p1\",\"question\":\"Lunch?\",\"promptIds\":[1],\"answers\":["
            + "{\"text\":\"Tofu.\",\"ids\":[4,5,2],\"finish\":\"STOP\",\"status\":\"OK\",\"p\":0.99,"
            + "\"raw\":\"good\"},{\"text\":\"Beef\",\"ids\":[7],\"finish\":\"LENGTH\","
            + "\"status\":\"TIMEOUT\",\"raw\":\"\"}]}\n");
    AtomicFile.write(
        run.workspace().preferencePairs(),
        "{\"id\":\"p1\",\"prompt\":[{\"role\":\"user\",\"content\":\"Lunch?\"}],"
            + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"Tofu.\"}],"
            + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"Ham.\"}],\"score_chosen\":0.99,"
            + "\"tokenizer\":\"t\",\"prompt_ids\":[1],\"chosen_ids\":[4,5,2],\"rejected_ids\":[9,2]}\n");
    try (AnswerIndex index = new AnswerIndex()) {
      var files = new AnswerFiles(run.workspace(), index);
      files.look();
      files.index(60_000);
      assertThat(index.search(all("sampled")).answers())
          .extracting(
              StoredAnswer::answer, StoredAnswer::p, StoredAnswer::length, StoredAnswer::ended)
          .containsExactlyInAnyOrder(tuple("Tofu.", 0.99, 3, true), tuple("Beef", null, 1, false));
      assertThat(index.search(all("rejected")).answers())
          .extracting(StoredAnswer::question, StoredAnswer::answer, StoredAnswer::status)
          .containsExactly(tuple("Lunch?", "Ham.", "none was given"));
      assertThat(index.search(all("chosen")).answers())
          .extracting(StoredAnswer::p)
          .containsExactly(0.99);
    }
  }

  @Test
  void bothAnswersOfEveryHeldOutQuestionAreFoundToo() throws IOException {
    MadeWorkspace run = new MadeWorkspace(folder).evaluated(0.1);
    try (AnswerIndex index = new AnswerIndex()) {
      var files = new AnswerFiles(run.workspace(), index);
      files.look();
      files.index(60_000);
      assertThat(index.search(all("base")).total()).isEqualTo(400);
      assertThat(index.search(all("tuned")).answers())
          .allSatisfy(answer -> assertThat(answer.pass()).isNotEmpty());
    }
  }
}
