package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.kernel.OptimiserKernels;

/**
 * The sum of the adapter's gradients and AdamW's moments where the parameters lie, so that neither
 * travels to the host.
 */
public interface AdapterOptimiser {

  /** Begins a sum. */
  void zero();

  /** Adds what the policy has gathered since its gradients were zeroed. */
  void add();

  /**
   * Norm of the whole sum, which is whole when it is asked for: nothing is added after that.
   *
   * @return NaN or infinite if any entry is
   */
  double norm();

  /** Moves the parameters by the sum, which is used up. */
  void step(OptimiserKernels.Update update);

  /** [n] */
  float[] firstMoment();

  /** [n] */
  float[] secondMoment();

  /** Puts the moments where a checkpoint had them. */
  void load(float[] firstMoment, float[] secondMoment);
}
