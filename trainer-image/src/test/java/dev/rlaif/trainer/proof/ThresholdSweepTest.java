package dev.rlaif.trainer.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThresholdSweepTest {
  private static final List<ScoredLabel> LENIENT =
      List.of(
          new ScoredLabel(true, 0.95),
          new ScoredLabel(true, 0.9),
          new ScoredLabel(false, 0.7),
          new ScoredLabel(false, 0.6));

  @Test
  void findsTheThresholdThatALenientJudgeNeeds() {
    ThresholdSweep sweep = ThresholdSweep.of(LENIENT, 0.5);

    assertThat(sweep.best()).isCloseTo(0.8, within(1e-9));
    assertThat(sweep.bestAccuracy()).isEqualTo(1);
    assertThat(sweep.far()).isTrue();
  }

  @Test
  void whatChanceExplainsIsNotFar() {
    List<ScoredLabel> few =
        List.of(
            new ScoredLabel(true, 0.9),
            new ScoredLabel(true, 0.4),
            new ScoredLabel(false, 0.6),
            new ScoredLabel(false, 0.45),
            new ScoredLabel(false, 0.1));

    assertThat(ThresholdSweep.of(few, 0.5).bestAccuracy()).isEqualTo(0.8);
    assertThat(ThresholdSweep.of(few, 0.5).far()).isFalse();
  }

  @Test
  void theThresholdThatIsSetIsBestWhereNoneIsBetter() {
    ThresholdSweep sweep = ThresholdSweep.of(LENIENT, 0.75);

    assertThat(sweep.best()).isEqualTo(0.75);
    assertThat(sweep.far()).isFalse();
  }

  @Test
  void aRowHasTheFiguresAtItsThreshold() {
    assertThat(ThresholdSweep.of(LENIENT, 0.5).rows())
        .hasSize(19)
        .filteredOn(row -> Math.abs(row.threshold() - 0.65) < 1e-9)
        .singleElement()
        .returns(0.75, ThresholdSweep.Row::accuracy)
        .returns(2.0 / 3, ThresholdSweep.Row::precision)
        .returns(1.0, ThresholdSweep.Row::recall)
        .returns(0.8, ThresholdSweep.Row::f1);
  }
}
