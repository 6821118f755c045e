package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveTest {
  @Test
  void rowHasTheHighestAndTheLowestBlock() {
    assertThat(new Curve(List.of(0.0, 1.0, 7.0, Double.NaN, 3.0)).line(10)).isEqualTo("▁▂█▄");
    assertThat(new Curve(List.of(2.0, 2.0)).line(10)).hasSize(2);
    assertThat(new Curve(List.of()).line(10)).isEmpty();
  }

  @Test
  void neighboursShareAColumnWhereThereAreFewColumns() {
    List<Double> rising = IntStream.range(0, 100).mapToObj(Double::valueOf).toList();

    assertThat(new Curve(rising).line(8)).isEqualTo("▁▂▃▄▅▆▇█");
  }

  @Test
  void chartFitsTheTerminalAndNamesItsBounds() {
    List<Double> rising = IntStream.range(0, 300).mapToObj(i -> i / 100.0).toList();
    List<String> lines = new Curve(rising).chart("reward", 60).lines().toList();

    assertThat(lines)
        .hasSize(6)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
    assertThat(lines.get(0)).isEqualTo("   reward");
    assertThat(lines.get(1)).contains("2.990 │").endsWith("█");
    assertThat(lines.get(5)).contains("0.000 │▁");
  }

  @Test
  void oneNumberIsNoChart() {
    assertThat(new Curve(List.of(1.0)).chart("reward", 60)).isEmpty();
  }
}
