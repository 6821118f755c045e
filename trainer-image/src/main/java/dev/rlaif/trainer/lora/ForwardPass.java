package dev.rlaif.trainer.lora;

/** A forward pass whose graph is still alive; closing it frees the graph. */
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
}
