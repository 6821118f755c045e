package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.tracking.StepMetrics;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JudgeSignalTest {
  private static final double THRESHOLD = 0.5;

  @Test
  void sameScoreFromTheBeginningIsWarnedOfThenLost() {
    assertThat(after(same(2, 0.9)).isWorthAWarning()).isFalse();
    assertThat(after(same(3, 0.9)).isWorthAWarning()).isTrue();
    assertThat(after(same(4, 0.9)).isWorthAWarning()).isFalse();
    assertThat(after(same(19, 0.9)).isLost(THRESHOLD)).isFalse();
    JudgeSignal lost = after(same(20, 0.9));
    assertThat(lost.isLost(THRESHOLD)).isTrue();
    assertThat(lost)
        .hasToString("the judge gave all answers of the last 20 steps the same score, 0.90");
  }

  @Test
  void goodScoresAllOverAreWhatTrainingWasFor() {
    JudgeSignal reached = after(Stream.concat(spread(1), same(20, 0.99)));
    assertThat(reached.isReached(THRESHOLD)).isTrue();
    assertThat(reached.isLost(THRESHOLD)).isFalse();
  }

  @Test
  void badScoresAllOverAreLost() {
    JudgeSignal collapsed = after(Stream.concat(spread(1), same(20, 0.01)));
    assertThat(collapsed.isLost(THRESHOLD)).isTrue();
    assertThat(collapsed.isReached(THRESHOLD)).isFalse();
  }

  @Test
  void oneStepThatDiffersBeginsAnew() {
    Stream<StepMetrics> interrupted =
        Stream.of(same(19, 0.9), spread(1), same(19, 0.9)).flatMap(steps -> steps);
    assertThat(after(interrupted).isReached(THRESHOLD)).isFalse();
  }

  @Test
  void oneScoreOrNoneSaysNothing() {
    Stream<StepMetrics> few = IntStream.range(0, 30).mapToObj(i -> step(1, 0.9, 0));
    assertThat(after(few)).isEqualTo(JudgeSignal.START);
    StepMetrics pairs = StepMetrics.of(1).with(Map.of("loss", 0.7));
    assertThat(JudgeSignal.START.after(pairs)).isEqualTo(JudgeSignal.START);
  }

  private static JudgeSignal after(Stream<StepMetrics> steps) {
    List<StepMetrics> done = steps.toList();
    return JudgeSignal.of(done);
  }

  private static Stream<StepMetrics> same(int count, double score) {
    return IntStream.range(0, count).mapToObj(i -> step(8, score, 0));
  }

  private static Stream<StepMetrics> spread(int count) {
    return IntStream.range(0, count).mapToObj(i -> step(8, 0.5, 0.2));
  }

  private static StepMetrics step(int scored, double mean, double deviation) {
    return StepMetrics.of(1)
        .with(
            Map.of(
                "judge/scored", (double) scored, "judge/p_mean", mean, "judge/p_std", deviation));
  }
}
