package dev.rlaif.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;

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
