package dev.rlaif.trainer.proof;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** Pearson's correlation. */
public final class Correlation {
  private Correlation() {}

  /** Absent when either side is constant. */
  public static OptionalDouble of(double[] x, double[] y) {
    double meanX = DoubleStream.of(x).average().orElse(0);
    double meanY = DoubleStream.of(y).average().orElse(0);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xx == 0 || yy == 0 ? OptionalDouble.empty() : OptionalDouble.of(xy / Math.sqrt(xx * yy));
  }
}
