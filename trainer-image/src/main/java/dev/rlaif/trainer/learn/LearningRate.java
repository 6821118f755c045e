package dev.rlaif.trainer.learn;

/**
 * A constant rate with a linear warm-up.
 *
 * @param warmUpSteps training steps; 0 is none
 */
public record LearningRate(double peak, int warmUpSteps) {

  /**
   * @param step of training, the first is 1; the rate is full at {@code warmUpSteps}
   */
  public double at(long step) {
    return step >= warmUpSteps ? peak : peak * step / warmUpSteps;
  }
}
