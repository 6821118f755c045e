package dev.rlaif.trainer.llama;

/** How rotary frequencies are stretched beyond the context that a model was first trained on. */
public sealed interface RopeScaling {

  /** As trained. */
  record Default() implements RopeScaling {}

  /** Every frequency divided by one factor. */
  record Linear(double factor) implements RopeScaling {}

  /**
   * Llama 3.1: long waves divided by the factor, short ones kept, a ramp between.
   *
   * @param lowFrequencyFactor waves longer than {@code originalPositions} over this are divided
   * @param highFrequencyFactor waves shorter than {@code originalPositions} over this are kept
   */
  record Llama3(
      double factor,
      double lowFrequencyFactor,
      double highFrequencyFactor,
      double originalPositions)
      implements RopeScaling {}

  /** The angle a position that a frequency of the unscaled series becomes, in radians. */
  default double scale(double frequency) {
    if (this instanceof Linear linear) {
      return frequency / linear.factor();
    }
    if (this instanceof Llama3 llama3) {
      return ramp(llama3, frequency);
    }
    return frequency;
  }

  private static double ramp(Llama3 s, double frequency) {
    double wavelength = 2 * Math.PI / frequency;
    double waves = s.originalPositions() / wavelength;
    if (waves > s.highFrequencyFactor()) {
      return frequency;
    }
    if (waves < s.lowFrequencyFactor()) {
      return frequency / s.factor();
    }
    double kept =
        (waves - s.lowFrequencyFactor()) / (s.highFrequencyFactor() - s.lowFrequencyFactor());
    return (1 - kept) * frequency / s.factor() + kept * frequency;
  }
}
