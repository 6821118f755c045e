package dev.rlaif.trainer.learn;

import java.util.Optional;

/**
 * How far the policy may move from the base before training ends.
 *
 * @param limit nats per response; absent: no limit
 * @param streak steps in a row that exceeded it
 */
public record KlBudget(Optional<Double> limit, int streak) {
  private static final int STEPS_IN_A_ROW = 3;

  public KlBudget after(double kl) {
    boolean exceeded = limit.isPresent() && kl > limit.get();
    return new KlBudget(limit, exceeded ? streak + 1 : 0);
  }

  public boolean isSpent() {
    return streak >= STEPS_IN_A_ROW;
  }
}
