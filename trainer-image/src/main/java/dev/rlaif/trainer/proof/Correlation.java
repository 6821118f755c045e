package dev.rlaif.trainer.proof;

import java.util.stream.DoubleStream;

/** Pearson's correlation. */
final class Correlation {
  private Correlation() {}

  /** 0 when either side is constant. */
  static double of(double[] x, double[] y) {
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
    return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
  }
}
