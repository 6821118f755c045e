package dev.rlaif.trainer.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final int[] LABEL = {1, 1, 0, 0, 1, 0, 1, 0};
  private static final double[] P = {0.9, 0.8, 0.7, 0.3, 0.6, 0.2, 0.95, 0.55};

  private static List<ScoredLabel> items(int[] label, double[] p) {
    List<ScoredLabel> items = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      items.add(new ScoredLabel(label[i] == 1, p[i]));
    }
    return items;
  }

  @Test
  void agreesWithTheReferenceNumbers() {
    Calibration calibration = Calibration.of(items(LABEL, P), 0.5, 5);

    assertThat(calibration.auroc()).isCloseTo(0.9375, within(1e-6));
    assertThat(calibration.ece()).isCloseTo(0.1625, within(1e-6));
    assertThat(calibration.brier()).isCloseTo(0.141875, within(1e-6));
    assertThat(calibration.accuracy()).isCloseTo(0.75, within(1e-6));
    assertThat(calibration.precision()).isCloseTo(0.6666666666666666, within(1e-6));
    assertThat(calibration.recall()).isCloseTo(1, within(1e-6));
    assertThat(calibration.f1()).isCloseTo(0.8, within(1e-6));
    assertThat(calibration.kappa()).isCloseTo(0.5, within(1e-6));
    assertThat(calibration.confusion()).isEqualTo(new ConfusionMatrix(4, 2, 2, 0));
  }

  @Test
  void halfOfATieCounts() {
    var all = items(new int[] {1, 0, 1, 0}, new double[] {0.5, 0.5, 0.5, 0.5});

    assertThat(Auroc.of(all)).isEqualTo(0.5);
    assertThat(Auroc.of(items(new int[] {1, 0, 0}, new double[] {0.5, 0.5, 0.1}))).isEqualTo(0.75);
    assertThat(Auroc.of(items(new int[] {1}, new double[] {0.5}))).isNaN();
  }

  @Test
  void aScoreOnTheThresholdSaysGood() {
    var confusion = ConfusionMatrix.of(items(new int[] {1, 0}, new double[] {0.5, 0.5}), 0.5);

    assertThat(confusion).isEqualTo(new ConfusionMatrix(1, 1, 0, 0));
  }

  @Test
  void binsAreRightClosed() {
    var table = ReliabilityBin.of(items(new int[] {0, 0, 1, 1}, new double[] {0, 0.2, 0.21, 1}), 5);

    assertThat(table).extracting(ReliabilityBin::bad).containsExactly(2, 0, 0, 0, 0);
    assertThat(table).extracting(ReliabilityBin::good).containsExactly(0, 1, 0, 0, 1);
  }

  @Test
  void wilsonIntervalsAreThoseOfTheArticlesCounts() {
    assertThat(Interval.wilson(43, 100).low()).isCloseTo(0.3374, within(1e-3));
    assertThat(Interval.wilson(43, 100).high()).isCloseTo(0.5278, within(1e-3));
    assertThat(Interval.wilson(0, 0)).isEqualTo(new Interval(0, 1));
    assertThat(Interval.wilson(10, 10).high()).isCloseTo(1, within(1e-9));
  }

  @Test
  void flipsAreCountedOverWhatWasScoredTwice() {
    List<double[]> scores =
        List.of(
            new double[] {0.4, 0.6, 0.6},
            new double[] {0.9, 0.8},
            new double[] {0.1},
            new double[0]);

    assertThat(Repeats.flips(scores, 0.5).value()).isEqualTo(0.5);
    assertThat(Repeats.flips(List.of(), 0.5).value()).isZero();
    assertThat(Repeats.deviation(List.of(new double[] {0.4, 0.6})))
        .isCloseTo(0.1414213562, within(1e-9));
  }

  @Test
  void correlationKnowsDirectionAndConstants() {
    double[] x = {1, 2, 3};

    assertThat(Correlation.of(x, new double[] {2, 4, 6}).orElseThrow()).isCloseTo(1, within(1e-12));
    assertThat(Correlation.of(x, new double[] {3, 2, 1}).orElseThrow())
        .isCloseTo(-1, within(1e-12));
    assertThat(Correlation.of(x, new double[] {5, 5, 5})).isEmpty();
  }
}
