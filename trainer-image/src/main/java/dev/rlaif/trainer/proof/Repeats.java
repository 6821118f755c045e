package dev.rlaif.trainer.proof;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What changes when a judge is asked the same again. */
final class Repeats {
  private Repeats() {}

  /**
   * Share of answers that do not stay on one side of the threshold, among those that were scored at
   * least twice; 0 where none was, since nothing flipped.
   *
   * @param scores [answers][scores that were had]
   */
  static Estimate flips(List<double[]> scores, double threshold) {
    List<double[]> repeated = repeated(scores).toList();
    long flips = repeated.stream().filter(of -> flips(of, threshold)).count();
    return repeated.isEmpty() ? Estimate.of(0) : Estimate.share(flips, repeated.size());
  }

  private static boolean flips(double[] scores, double threshold) {
    long above = DoubleStream.of(scores).filter(p -> p >= threshold).count();
    return above != 0 && above != scores.length;
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
