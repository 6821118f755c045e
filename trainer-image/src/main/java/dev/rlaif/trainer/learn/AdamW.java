package dev.rlaif.trainer.learn;

import dev.rlaif.trainer.kernel.OptimiserKernels;

/**
 * AdamW over one flat group of parameters (arXiv 1711.05101), epsilon where PyTorch has it: after
 * the bias correction of the second moment. State is fp32, the arithmetic of an element fp64.
 */
public final class AdamW {

  /**
   * Constants of the update.
   *
   * @param weightDecay decoupled; 0 is Adam
   */
  public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {

    /** Learning rate over the bias correction of the first moment, at an update from 1. */
    double stepSize(long update, double learningRate) {
      return learningRate / (1 - Math.pow(beta1, update));
    }

    /** Root of the bias correction of the second moment. */
    double correction(long update) {
      return Math.sqrt(1 - Math.pow(beta2, update));
    }

    /** Factor of the parameters. */
    double decay(double learningRate) {
      return 1 - learningRate * weightDecay;
    }

    /**
     * The same update for an optimiser that lies elsewhere.
     *
     * @param update from 1
     * @param scale of the gradients
     */
    public OptimiserKernels.Update update(long update, double learningRate, double scale) {
      return new OptimiserKernels.Update(
          scale,
          beta1,
          beta2,
          stepSize(update, learningRate),
          correction(update),
          decay(learningRate),
          epsilon);
    }
  }

  /**
   * Everything that a resume needs.
   *
   * @param step updates done
   * @param firstMoment [n]
   * @param secondMoment [n]
   */
  public record State(long step, float[] firstMoment, float[] secondMoment) {
    public static State start(int size) {
      return new State(0, new float[size], new float[size]);
    }
  }

  private final Settings settings;
  private final float[] firstMoment;
  private final float[] secondMoment;
  private long step;

  public AdamW(Settings settings, State state) {
    this.settings = settings;
    this.firstMoment = state.firstMoment().clone();
    this.secondMoment = state.secondMoment().clone();
    this.step = state.step();
  }

  /** Moves the parameters in place by one update. */
  public void step(float[] parameters, float[] gradients, double learningRate) {
    step++;
    double beta1 = settings.beta1();
    double beta2 = settings.beta2();
    double stepSize = settings.stepSize(step, learningRate);
    double correction = settings.correction(step);
    double decay = settings.decay(learningRate);
    for (int i = 0; i < parameters.length; i++) {
      double g = gradients[i];
      double m = beta1 * firstMoment[i] + (1 - beta1) * g;
      double v = beta2 * secondMoment[i] + (1 - beta2) * g * g;
      firstMoment[i] = (float) m;
      secondMoment[i] = (float) v;
      parameters[i] =
          (float)
              (parameters[i] * decay
                  - stepSize * m / (Math.sqrt(v) / correction + settings.epsilon()));
    }
  }

  public State state() {
    return new State(step, firstMoment.clone(), secondMoment.clone());
  }
}
