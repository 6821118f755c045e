package dev.rlaif.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class MetricsTableTest {
  private final MetricsTable table = new MetricsTable();

  private void add(String line) throws Exception {
    table.add(new ObjectMapper().readTree(line));
  }

  @Test
  void aMetricThatComesLateIsMissingBefore() throws Exception {
    add("{\"step\": 1, \"time\": \"2026-01-05T08:00:00Z\", \"a\": 1}");
    add("{\"step\": 2, \"time\": \"2026-01-05T08:00:02Z\", \"a\": null, \"b\": 5}");

    assertThat(table.step(1)).isEqualTo(2);
    assertThat(table.time(1) - table.time(0)).isEqualTo(2.0);
    assertThat(table.value("a", 1)).isNaN();
    assertThat(table.value("b", 0)).isNaN();
    assertThat(table.value("b", 1)).isEqualTo(5);
    assertThat(table.from(1).values().get("b")).containsExactly(5f);
    assertThat(table.from(1).steps()).containsExactly(2);
  }

  @Test
  void longTrainingIsThinnedOutToMeansOfNeighbours() throws Exception {
    for (int step = 1; step <= 1001; step++) {
      add("{\"step\": %d, \"a\": %d%s}".formatted(step, step, step == 3 ? ", \"b\": 8" : ""));
    }
    MetricsRows rows = table.thinned(500);

    assertThat(rows.steps()).hasSize(334).startsWith(3, 6).endsWith(999, 1001);
    assertThat(rows.values().get("a")).startsWith(2f, 5f).endsWith(998f, 1000.5f);
    assertThat(rows.values().get("b")).startsWith(8f, Float.NaN);
    assertThat(table.thinned(2000).steps()).hasSize(1001);
  }

  @Test
  void afterANewBeginningNothingIsLeft() throws Exception {
    add("{\"step\": 1, \"a\": 1}");
    table.clear();
    add("{\"step\": 1, \"b\": 2}");
    assertThat(table.rows()).isEqualTo(1);
    assertThat(table.names()).contains("b").doesNotContain("a");
  }
}
