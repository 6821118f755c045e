package dev.rlaif.trainer.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {

  /** The ends solve {@code |theta - area| = z sqrt(V(theta))}, V of Hanley and McNeil (1982). */
  @ParameterizedTest
  @CsvSource({"0.9375, 4, 4", "0.8, 50, 50", "0.5, 20, 80", "1, 10, 10", "0, 10, 10"})
  void anAreasIntervalSolvesItsEquation(double area, int good, int bad) {
    Interval interval = Interval.auroc(area, good, bad);

    assertThat(interval.low()).isLessThanOrEqualTo(area);
    assertThat(interval.high()).isGreaterThanOrEqualTo(area).isLessThanOrEqualTo(1);
    assertThat(interval.high() - interval.low()).isPositive();
    for (double end : new double[] {interval.low(), interval.high()}) {
      assertThat(Math.abs(end - area))
          .isCloseTo(1.959963984540054 * Math.sqrt(variance(end, good, bad)), within(1e-6));
    }
  }

  /** As published, with Q1 and Q2 of the exponential model and the mean of both sample sizes. */
  private static double variance(double theta, double good, double bad) {
    double q1 = theta / (2 - theta);
    double q2 = 2 * theta * theta / (1 + theta);
    double n = (good + bad) / 2 - 1;
    return (theta * (1 - theta) + n * (q1 - theta * theta) + n * (q2 - theta * theta))
        / (good * bad);
  }

  @Test
  void moreAnswersNarrowAnArea() {
    assertThat(Interval.auroc(1, 10, 10).low()).isBetween(0.7, 0.9);
    assertThat(Interval.auroc(1, 1000, 1000).low()).isGreaterThan(0.995);
  }

  @Test
  void theIntervalOfF1IsThatOfTheShareItIsMadeOf() {
    var counts = new ConfusionMatrix(40, 5, 45, 10);
    Interval share = Interval.wilson(40, 55);

    assertThat(counts.f1Estimate().value()).isCloseTo(80.0 / 95, within(1e-12));
    assertThat(counts.f1Estimate().interval())
        .isEqualTo(
            new Interval(
                2 * share.low() / (1 + share.low()), 2 * share.high() / (1 + share.high())));
  }

  @Test
  void kappaOfPerfectAgreementIsNotCertain() {
    Estimate kappa = new ConfusionMatrix(5, 0, 5, 0).kappaEstimate();

    assertThat(kappa.value()).isEqualTo(1);
    Interval interval = Objects.requireNonNull(kappa.interval());
    assertThat(interval.low()).isCloseTo(2 * Interval.wilson(10, 10).low() - 1, within(1e-9));
    assertThat(interval.high()).isCloseTo(1, within(1e-9));
  }

  @Test
  void tellsHowManyPairsWouldDo() {
    Estimate perfect = Estimate.share(20, 20);

    assertThat(perfect.isUndecided(0.85)).isTrue();
    assertThat(perfect.pairsFor(0.85, 10)).hasValue(11);
    assertThat(Estimate.share(22, 22).isUndecided(0.85)).isFalse();
    assertThat(Estimate.share(85, 100).pairsFor(0.85, 50)).isEmpty();
  }

  @Test
  void nothingCountedIsUnknown() {
    assertThat(Estimate.share(0, 0).isKnown()).isFalse();
    assertThat(Estimate.of(0.5).isUndecided(0.5)).isFalse();
  }

  @Test
  void aJudgeThatCallsNothingGoodHasAnUnknownPrecision() {
    Estimate precision = new ConfusionMatrix(0, 0, 10, 10).precisionEstimate();

    assertThat(precision.value()).isZero();
    assertThat(precision.interval()).isEqualTo(new Interval(0, 1));
  }
}
