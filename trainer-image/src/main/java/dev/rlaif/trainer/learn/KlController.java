package dev.rlaif.trainer.learn;

import dev.rlaif.api.v1alpha1.KlControl;
import dev.rlaif.plan.AlgorithmPlan.KlPlan;

/**
 * The KL coefficient from step to step (Ziegler et al. 2019, arXiv 1909.08593, section 2.2).
 *
 * @param coefficient beta of the next step
 */
public record KlController(KlPlan plan, double coefficient) {
  private static final double LARGEST_ERROR = 0.2;

  /** At the start of a run. */
  public static KlController of(KlPlan plan) {
    return new KlController(plan, plan.coefficient());
  }

  /**
   * The controller after a step.
   *
   * @param kl mean over samples of the summed KL, nats per response
   * @param samples scored samples of the step, all ranks together
   */
  public KlController after(double kl, int samples) {
    if (plan.control() == KlControl.FIXED || samples == 0) {
      return this;
    }
    double error = Math.max(-LARGEST_ERROR, Math.min(LARGEST_ERROR, kl / plan.target() - 1));
    return new KlController(plan, coefficient * (1 + error * samples / plan.horizon()));
  }
}
