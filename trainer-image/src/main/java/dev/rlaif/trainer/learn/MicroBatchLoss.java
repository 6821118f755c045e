package dev.rlaif.trainer.learn;

/**
 * Derivatives of a micro-batch's share of the loss; shares of one optimiser step are added.
 *
 * @param logProbGradients [B][L_b] dLoss/dlogProb
 * @param valueGradients [B][L_b] dLoss/dvalue
 */
public record MicroBatchLoss(
    double[][] logProbGradients, double[][] valueGradients, LossStats stats) {}
