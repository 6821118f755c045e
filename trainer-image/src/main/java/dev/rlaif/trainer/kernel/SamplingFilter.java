package dev.rlaif.trainer.kernel;

/**
 * How a distribution is shaped and cut before a token is drawn.
 *
 * @param temperature 0 takes the likeliest token
 * @param topK 0 is off
 * @param topP 1 is off
 */
public record SamplingFilter(double temperature, int topK, double topP) {}
