package dev.rlaif.trainer.train;

import dev.rlaif.trainer.checkpoint.TrainingState;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What is learned from, how long, and how one step of it is done.
 *
 * @param total steps
 * @param fingerprint of the data
 * @param begin gives the state before the first step
 */
record Course<T>(
    DataSequence<T> data,
    int total,
    String fingerprint,
    Function<Resume, TrainingState> begin,
    BiFunction<PolicyUpdate, TrainingState, Step<T>> step) {}
