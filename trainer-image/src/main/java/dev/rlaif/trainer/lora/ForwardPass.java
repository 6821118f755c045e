package dev.rlaif.trainer.lora;

import java.util.List;
import java.util.function.Function;

/** A forward pass and what its backward needs, which closing it frees. */
public interface ForwardPass extends AutoCloseable {

  TokenScores scores();

  /**
   * Adds to the gradients of adapter and value head what follows from the loss's derivatives.
   *
   * @param logProbGradients [B][L_b] dLoss/dlogProb
   * @param valueGradients [B][L_b] dLoss/dvalue
   */
  void backward(double[][] logProbGradients, double[][] valueGradients);

  @Override
  void close();

  /** Forward and backward over one micro-batch after the other. */
  static void inTurn(
      Function<List<Sequence>, ForwardPass> forward,
      List<List<Sequence>> microBatches,
      MicroLoss loss) {
    for (int i = 0; i < microBatches.size(); i++) {
      try (ForwardPass pass = forward.apply(microBatches.get(i))) {
        MicroLoss.Gradients gradients = loss.gradients(i, pass.scores());
        pass.backward(gradients.ofLogProbs(), gradients.ofValues());
      }
    }
  }
}
