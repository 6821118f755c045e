package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.kernel.Placement;

/**
 * What is not part of an adapter's shape.
 *
 * @param temperature divides all logits, in scores and gradients alike; the one of the rollouts
 */
public record PolicyOptions(
    double temperature, ValueInit valueInit, ValueGradient valueGradient, MemoryPlan memory) {

  /** How a new value head begins. */
  public enum ValueInit {
    /** all values are 0 */
    ZERO,
    /** weight and bias uniform in ±1/sqrt(C), as a linear layer of PyTorch begins */
    UNIFORM
  }

  /** Where the gradient of the values goes. */
  public enum ValueGradient {
    /** to the value head and on into the adapter, as where policy and values share one loss */
    SHARED(1),
    /** to the value head only */
    HEAD_ONLY(0);

    private final double share;

    ValueGradient(double share) {
      this.share = share;
    }

    /** Factor of what reaches the adapter. */
    double share() {
      return share;
    }
  }

  public PolicyOptions {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature " + temperature + " must be positive");
    }
  }

  /** Temperature 1, values that begin at 0, memory of this machine's CPU. */
  public static PolicyOptions standard() {
    return standard(Placement.CPU);
  }

  /** Temperature 1, values that begin at 0, memory of the device that a model is on. */
  public static PolicyOptions standard(Placement placement) {
    return new PolicyOptions(1, ValueInit.ZERO, ValueGradient.SHARED, MemoryPlan.of(placement));
  }

  public PolicyOptions withTemperature(double temperature) {
    return new PolicyOptions(temperature, valueInit, valueGradient, memory);
  }

  public PolicyOptions withValueInit(ValueInit valueInit) {
    return new PolicyOptions(temperature, valueInit, valueGradient, memory);
  }

  public PolicyOptions withValueGradient(ValueGradient valueGradient) {
    return new PolicyOptions(temperature, valueInit, valueGradient, memory);
  }
}
