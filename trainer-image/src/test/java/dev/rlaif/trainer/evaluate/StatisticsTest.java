package dev.rlaif.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rlaif.trainer.proof.Interval;
import dev.rlaif.trainer.validate.Diversity;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void wilsonIntervalsOfThePublishedResult() {
    Interval base = Interval.wilson(43, 100);
    Interval tuned = Interval.wilson(30, 100);

    // 43 and 30 of 100; values of Wilson's formula worked out by hand to four places
    assertThat(base.low()).isCloseTo(0.3373, within(5e-4));
    assertThat(base.high()).isCloseTo(0.5278, within(5e-4));
    assertThat(tuned.low()).isCloseTo(0.2189, within(5e-4));
    assertThat(tuned.high()).isCloseTo(0.3958, within(5e-4));
  }

  @Test
  void wilsonIntervalStaysInsideTheUnitAtTheEnds() {
    // 0 of n: the upper end is z^2 / (n + z^2)
    assertThat(Interval.wilson(0, 10).low()).isZero();
    assertThat(Interval.wilson(0, 10).high()).isCloseTo(3.841459 / 13.841459, within(1e-6));
    assertThat(Interval.wilson(10, 10).high()).isCloseTo(1, within(1e-12)).isLessThanOrEqualTo(1);
    assertThat(Interval.wilson(0, 0)).isEqualTo(new Interval(0, 1));
  }

  @Test
  void mcnemarIsTheExactBinomialTest() {
    // 2 * (1 + 10 + 45) / 1024
    assertThat(McNemar.exact(8, 2)).isCloseTo(112 / 1024.0, within(1e-12));
    assertThat(McNemar.exact(2, 8)).isEqualTo(McNemar.exact(8, 2));
    assertThat(McNemar.exact(10, 0)).isCloseTo(2 / 1024.0, within(1e-12));
  }

  @Test
  void mcnemarFindsNothingWithoutDiscordantPairs() {
    assertThat(McNemar.exact(0, 0)).isEqualTo(1);
    assertThat(McNemar.exact(5, 5)).isEqualTo(1);
  }

  @Test
  void mcnemarDoesNotUnderflowWithManyPairs() {
    assertThat(McNemar.exact(3000, 3000)).isEqualTo(1);
    assertThat(McNemar.exact(3100, 2900)).isBetween(0.005, 0.02);
  }

  @Test
  void bootstrapOfAMeanIsTheNormalInterval() {
    double[] values = IntStream.range(0, 400).mapToDouble(i -> i % 2).toArray();
    Interval interval =
        PairedBootstrap.interval(
            400,
            drawn -> IntStream.of(drawn).mapToDouble(i -> values[i]).average().orElse(0),
            0.95,
            7);

    // 0.5 +- 1.96 * 0.5 / sqrt(400); Monte Carlo error of the ends with 2000 resamples about 0.003
    assertThat(interval.low()).isCloseTo(0.451, within(0.01));
    assertThat(interval.high()).isCloseTo(0.549, within(0.01));
  }

  @Test
  void bootstrapIsTheSameForTheSameSeed() {
    assertThat(PairedBootstrap.interval(50, StatisticsTest::mean, 0.9, 3))
        .isEqualTo(PairedBootstrap.interval(50, StatisticsTest::mean, 0.9, 3))
        .isNotEqualTo(PairedBootstrap.interval(50, StatisticsTest::mean, 0.9, 4));
  }

  @Test
  void higherConfidenceWidensTheInterval() {
    Interval narrow = PairedBootstrap.interval(50, StatisticsTest::mean, 0.8, 3);
    Interval wide = PairedBootstrap.interval(50, StatisticsTest::mean, 0.99, 3);
    assertThat(wide.low()).isLessThan(narrow.low());
    assertThat(wide.high()).isGreaterThan(narrow.high());
  }

  @Test
  void diversityCountsRepeatedAnswersAndDistinctWords() {
    Diversity diversity = Diversity.of(List.of("Red beans, rice.", "red  beans, rice.", "red red"));

    assertThat(diversity.duplicateRate()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(diversity.distinct1()).isCloseTo(3 / 8.0, within(1e-12));
    // red beans, beans rice, red red of five pairs; pairs do not cross answers
    assertThat(diversity.distinct2()).isCloseTo(3 / 5.0, within(1e-12));
  }

  @Test
  void usefulWordsAreWholeWordsInAnyCase() {
    var words = new UsefulWords(List.of("pea", "crème fraîche"));

    assertThat(words.namedIn("A PEA.")).isTrue();
    assertThat(words.namedIn("Peanuts speak")).isFalse();
    assertThat(words.namedIn("some CRÈME\n FRAÎCHE, please")).isTrue();
  }

  private static double mean(int[] drawn) {
    return IntStream.of(drawn).average().orElse(0);
  }
}
