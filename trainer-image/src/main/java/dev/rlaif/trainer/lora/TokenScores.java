package dev.rlaif.trainer.lora;

/**
 * What the policy says of the response tokens of a batch; row b has as many entries as response b
 * has tokens.
 *
 * @param logProbs [B][L_b] log-probability of each response token
 * @param values [B][L_b] value head at position P-1+t
 * @param entropy [B][L_b] true entropy of the distribution that predicts token t, nats
 * @param meanLogits [B][L_b] mean over the vocabulary of the logits that predict token t, before
 *     the temperature
 */
public record TokenScores(
    float[][] logProbs, float[][] values, float[][] entropy, float[][] meanLogits) {}
