package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;

/**
 * A linear layer from a hidden state to a value.
 *
 * @param weight [1, C]
 * @param bias [1]
 */
public record ValueHead(NDArray weight, NDArray bias) {}
