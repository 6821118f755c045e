package dev.rlaif.trainer.evaluate;

/**
 * A gate that was not passed.
 *
 * @param gate its name in {@code spec.evaluation.gates}
 * @param figure what was found; the worse end of the interval where a confidence is asked for
 * @param bound what was asked for
 * @param meaning both in one sentence, for people
 */
public record FailedGate(String gate, double figure, double bound, String meaning) {}
