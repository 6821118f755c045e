package dev.rlaif.trainer.proof;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What changes when a judge is asked the same again. */
final class Repeats {
  private Repeats() {}

  /**
   * Share of answers that do not stay on one side of the threshold, among those that were scored at
   * least twice.
   *
   * @param scores [answers][scores that were had]
   */
  static double flipRate(List<double[]> scores, double threshold) {
    return repeated(scores)
        .mapToDouble(
            of -> {
              long above = DoubleStream.of(of).filter(p -> p >= threshold).count();
              return above == 0 || above == of.length ? 0 : 1;
            })
        .average()
        .orElse(0);
  }

  static double deviation(List<double[]> scores) {
    return repeated(scores).mapToDouble(Repeats::standardDeviation).average().orElse(0);
  }

  private static Stream<double[]> repeated(List<double[]> scores) {
    return scores.stream().filter(of -> of.length > 1);
  }

  private static double standardDeviation(double[] values) {
    double mean = DoubleStream.of(values).average().orElse(0);
    double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }
}
