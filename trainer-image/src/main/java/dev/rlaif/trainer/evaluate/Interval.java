package dev.rlaif.trainer.evaluate;

/** A confidence interval; both ends belong to it. */
public record Interval(double low, double high) {}
