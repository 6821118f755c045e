package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;

/**
 * What all decode steps of a generation share.
 *
 * @param banned ids that marked rows may not draw; may be empty
 */
public record StepInput(
    Weights weights,
    KeyValueCache cache,
    PackedAdapter adapter,
    SamplingFilter filter,
    NDArray banned) {}
