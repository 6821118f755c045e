package dev.rlaif.trainer.learn;

/** Euclidean norm of gradients, and its clip. */
public final class GradientNorm {
  /** PyTorch's guard against a division by zero. */
  private static final double EPSILON = 1e-6;

  private GradientNorm() {}

  /** Norm over all groups together, in fp64; NaN or infinite if any entry is. */
  public static double of(float[]... groups) {
    double squares = 0;
    for (float[] group : groups) {
      for (float g : group) {
        squares += (double) g * g;
      }
    }
    return Math.sqrt(squares);
  }

  /** What gradients of a norm are multiplied by so that it fits; 1 if it does already. */
  public static double scale(double norm, double limit) {
    return Math.min(1, limit / (norm + EPSILON));
  }

  /** Scales the groups in place so that their common norm, which was {@code norm}, fits. */
  public static void clip(double norm, double limit, float[]... groups) {
    double scale = scale(norm, limit);
    if (scale == 1) {
      return;
    }
    for (float[] group : groups) {
      for (int i = 0; i < group.length; i++) {
        group[i] = (float) (group[i] * scale);
      }
    }
  }
}
