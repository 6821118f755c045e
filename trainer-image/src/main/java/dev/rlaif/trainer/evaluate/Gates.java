package dev.rlaif.trainer.evaluate;

import java.util.Optional;

/** Bounds, absent ones do not count. */
public record Gates(
    Optional<Double> minImprovement,
    Optional<Double> maxViolationRate,
    Optional<Double> minWinRate,
    Optional<Double> minUsefulRatio,
    Optional<Double> minEndedRatio,
    Optional<Double> minLengthRatio,
    Optional<Double> maxKl,
    Optional<Double> maxDuplicateRate,
    Optional<Double> confidence) {}
