package dev.rlaif.trainer.lora;

/** What a loss makes of the scores of a micro-batch. */
@FunctionalInterface
public interface MicroLoss {

  /**
   * Derivatives of the micro-batch's share of the loss.
   *
   * @param ofLogProbs [B][L_b] dLoss/dlogProb
   * @param ofValues [B][L_b] dLoss/dvalue
   */
  record Gradients(double[][] ofLogProbs, double[][] ofValues) {}

  /**
   * The derivatives at the scores of now.
   *
   * @param index number of the micro-batch, from 0
   */
  Gradients gradients(int index, TokenScores now);
}
