package dev.rlaif.trainer.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.table.TableRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTableTest {
  private final Path folder;
  private final RolloutLog log;
  private final RolloutTable table;

  RolloutTableTest(@TempDir Path temp) {
    this.folder = temp.resolve("table");
    this.log = new RolloutLog(temp.resolve("rollouts"));
    this.table = new RolloutTable(folder, log, "4f1e", "veggie");
  }

  @Test
  void itFollowsTheLogUpToWhatIsDone() {
    write(1, 5, 0.5);
    table.follow(0);
    assertThat(folder).doesNotExist();
    table.follow(3);
    assertThat(steps()).containsExactly(1L, 1L, 2L, 2L, 3L, 3L);
    table.follow(5);
    table.follow(5);
    assertThat(steps()).containsExactly(1L, 1L, 2L, 2L, 3L, 3L, 4L, 4L, 5L, 5L);
  }

  @Test
  void stepsThatAreComputedAgainAreNotAppendedTwice() {
    write(1, 4, 0.5);
    table.follow(4);
    write(2, 6, 0.25);
    new RolloutTable(folder, log, "4f1e", "veggie").follow(2);
    new RolloutTable(folder, log, "4f1e", "veggie").follow(6);
    assertThat(steps()).containsExactly(1L, 1L, 2L, 2L, 3L, 3L, 4L, 4L, 5L, 5L, 6L, 6L);
    assertThat(rows())
        .filteredOn(row -> row.get("probability").asDouble() == 0.25)
        .extracting(row -> row.get("step").asLong())
        .containsExactlyInAnyOrder(5L, 5L, 6L, 6L);
  }

  @Test
  void aThousandStepsShareAFolderAndStepsWithoutAnswersHaveNone() {
    write(998, 1002, 0.5);
    table.follow(1002);
    assertThat(folder.resolve("run=veggie/steps_from=1")).isDirectory();
    assertThat(folder.resolve("run=veggie/steps_from=1001")).isDirectory();
    assertThat(rows())
        .extracting(row -> row.get("steps_from").asLong())
        .containsExactly(1L, 1L, 1L, 1L, 1L, 1L, 1001L, 1001L, 1001L, 1001L);
  }

  @Test
  void aRowHasEverythingTheLogHas() {
    log.write(1, List.of(row(1, 0, null)));
    table.follow(1);
    assertThat(rows().get(0))
        .hasToString(
            "{\"run\":\"veggie\",\"steps_from\":1,\"step\":1,\"sample\":0,\"prompt_id\":\"p1\",\"prompt\":\"What is"
                + " for dinner?\",\"answer\":\"Soup.\\n\",\"prompt_tokens\":5,\"response_tokens\":3,"
                + "\"finish\":\"STOP\",\"judge_status\":\"TIMEOUT\",\"probability\":null,\"reward\":1.5,"
                + "\"normalised\":0.1,\"penalty\":0.2,\"score\":0.3,\"kl\":0.25,\"log_prob_sum\":-3.5,"
                + "\"reference_sum\":-3.75,\"rollout_sum\":-3.625,\"judge_raw\":\"none\",\"judge_attempts\":5,"
                + "\"judge_latency_ms\":300000,\"adapter_version\":0}");
  }

  private void write(long from, long to, double probability) {
    for (long step = from; step <= to; step++) {
      log.write(step, List.of(row(step, 0, probability), row(step, 1, probability)));
    }
  }

  private List<Long> steps() {
    return rows().stream().map(row -> row.get("step").asLong()).sorted().toList();
  }

  private List<ObjectNode> rows() {
    List<ObjectNode> rows = new ArrayList<>();
    TableRows.of(folder)
        .orElseThrow()
        .partitions(RolloutColumns.STEPS_FROM, RolloutColumns.STEP, 1, Long.MAX_VALUE)
        .forEach(rows::addAll);
    return rows;
  }

  private static RolloutRow row(long step, int sample, @Nullable Double probability) {
    return new RolloutRow(
        step,
        sample,
        "p1",
        "What is for dinner?",
        "Soup.\n",
        5,
        3,
        FinishReason.STOP,
        JudgementStatus.TIMEOUT,
        probability,
        1.5,
        0.1,
        0.2,
        0.3,
        0.25,
        -3.5,
        -3.75,
        -3.625,
        "none",
        5,
        300_000,
        step - 1);
  }
}
