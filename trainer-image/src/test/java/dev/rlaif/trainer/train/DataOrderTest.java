package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.checkpoint.DataCursor;
import dev.rlaif.trainer.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataOrderTest {
  private static final DataCursor START = new DataCursor("prompts", 0, 0);
  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 10).mapToObj(i -> new Prompt("p" + i, "question " + i)).toList();

  @Test
  void everyEpochTakesEachPromptOnceAndInAnotherOrder() {
    List<Prompt> taken = new DataOrder<>(PROMPTS, 1).take(START, 30).data();
    List<List<Prompt>> epochs = Batches.split(taken, 10);
    assertThat(epochs).hasSize(3).doesNotHaveDuplicates().doesNotContain(PROMPTS);
    assertThat(epochs)
        .allSatisfy(epoch -> assertThat(epoch).containsExactlyInAnyOrderElementsOf(PROMPTS));
  }

  @Test
  void cursorContinuesWhereTheStepEnded() {
    List<Prompt> whole = new DataOrder<>(PROMPTS, 1).take(START, 35).data();
    List<Prompt> pieces = new ArrayList<>();
    DataCursor cursor = START;
    for (int count : new int[] {4, 6, 1, 17, 7}) {
      var taken = new DataOrder<>(PROMPTS, 1).take(cursor, count);
      assertThat(taken.data()).hasSize(count);
      pieces.addAll(taken.data());
      cursor = taken.next();
    }
    assertThat(pieces).isEqualTo(whole);
    assertThat(cursor).isEqualTo(new DataCursor("prompts", 3, 5));
  }

  @Test
  void stepMayBeLargerThanAnEpoch() {
    var taken = new DataOrder<>(PROMPTS.subList(0, 3), 1).take(START, 8);
    assertThat(taken.data().subList(0, 3))
        .containsExactlyInAnyOrderElementsOf(PROMPTS.subList(0, 3));
    assertThat(taken.next()).isEqualTo(new DataCursor("prompts", 2, 2));
  }

  @Test
  void seedDecidesTheOrder() {
    assertThat(new DataOrder<>(PROMPTS, 1).take(START, 10))
        .isEqualTo(new DataOrder<>(PROMPTS, 1).take(START, 10))
        .isNotEqualTo(new DataOrder<>(PROMPTS, 2).take(START, 10));
  }
}
