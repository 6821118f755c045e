package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Scores of M positions.
 *
 * @param scores [4, M]: log-probability of the target, value, entropy in nats, mean of the logits
 *     over the vocabulary before the temperature
 * @param kept log-softmax [chunk, V] of each chunk of positions, or empty
 */
public record HeadScores(NDArray scores, List<NDArray> kept) {}
