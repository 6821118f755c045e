package dev.rlaif.trainer.rollout;

import dev.rlaif.trainer.lora.LogProbTolerance;

/**
 * Generates with the parameters that the trainer updates: nothing has to be brought anywhere.
 *
 * @param generator of answers with the policy's parameters as they are at each call
 */
record OwnEngine(Generator generator, LogProbTolerance tolerance) implements PolicyEngine {

  @Override
  public Generator at(long version) {
    return generator;
  }

  @Override
  public boolean isApart() {
    return false;
  }

  @Override
  public void close() {}
}
