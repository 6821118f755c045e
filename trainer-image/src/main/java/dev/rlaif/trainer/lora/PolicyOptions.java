package dev.rlaif.trainer.lora;

/**
 * What is not part of an adapter's shape.
 *
 * @param temperature divides all logits, in scores and gradients alike; the one of the rollouts
 */
public record PolicyOptions(double temperature, ValueInit valueInit, MemoryPlan memory) {

  /** How a new value head begins. */
  public enum ValueInit {
    /** all values are 0 */
    ZERO,
    /** weight and bias uniform in ±1/sqrt(C), as a linear layer of PyTorch begins */
    UNIFORM
  }

  public PolicyOptions {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature " + temperature + " must be positive");
    }
  }

  /** Temperature 1, values that begin at 0, memory of this machine. */
  public static PolicyOptions standard() {
    return new PolicyOptions(1, ValueInit.ZERO, MemoryPlan.ofThisMachine());
  }

  public PolicyOptions withTemperature(double temperature) {
    return new PolicyOptions(temperature, valueInit, memory);
  }

  public PolicyOptions withValueInit(ValueInit valueInit) {
    return new PolicyOptions(temperature, valueInit, memory);
  }
}
