package dev.rlaif.trainer.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {

  @ParameterizedTest
  @CsvSource({"0,1", "-3,7.3", "0.0001,0.0002", "5,5", "0,0", "-1e6,3e6"})
  void coverTheRangeWithAFewRoundNumbers(double min, double max) {
    Ticks ticks = Ticks.covering(min, max);
    assertThat(ticks.low()).isLessThanOrEqualTo(min);
    assertThat(ticks.high()).isGreaterThanOrEqualTo(max);
    assertThat(ticks.values()).hasSizeBetween(3, 7);
  }

  @Test
  void labelsHaveTheDecimalsOfTheStep() {
    Ticks ticks = Ticks.covering(0, 1);
    assertThat(ticks.values().stream().map(ticks::label)).containsExactly("0.0", "0.5", "1.0");
    Ticks large = Ticks.covering(0, 100);
    assertThat(large.values().stream().map(large::label)).contains("0", "50", "100");
  }

  @Test
  void numbersAreShort() {
    assertThat(Numbers.short3(0.01234)).isEqualTo("0.012");
    assertThat(Numbers.short3(-12.345)).isEqualTo("-12.3");
    assertThat(Numbers.short3(0.00001)).isEqualTo("1.00e-05");
    assertThat(Numbers.short3(0)).isEqualTo("0.000");
    assertThat(Numbers.count(42.0)).isEqualTo("42");
    assertThat(Numbers.count(42.25)).isEqualTo("42.3");
  }
}
