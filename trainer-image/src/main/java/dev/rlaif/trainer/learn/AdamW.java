package dev.rlaif.trainer.learn;

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
  public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {}

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
    double stepSize = learningRate / (1 - Math.pow(beta1, step));
    double correction = Math.sqrt(1 - Math.pow(beta2, step));
    double decay = 1 - learningRate * settings.weightDecay();
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
