package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.kernel.Precision;

/**
 * How far log-probabilities of one token may be apart that were worked out in two ways, in nats.
 *
 * @param token most for any one token
 * @param mean most on average of a batch
 */
public record LogProbTolerance(double token, double mean) {
  /**
   * Sums in another order: seen were 3e-5 at most on a CPU, and 1.6e-4 for the worst of some
   * thousand tokens on a GPU. A wrong mask or position makes a tenth of a nat and more.
   */
  public static final LogProbTolerance FLOAT32 = new LogProbTolerance(1e-3, 1e-4);

  /**
   * 8 bits of mantissa: seen were 0.01 on average, and up to twenty times that for tokens that are
   * unlikely.
   */
  public static final LogProbTolerance BFLOAT16 = new LogProbTolerance(0.5, 2e-2);

  static LogProbTolerance of(Precision precision) {
    return precision == Precision.FLOAT32 ? FLOAT32 : BFLOAT16;
  }
}
