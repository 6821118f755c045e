package dev.rlaif.trainer.proof;

/**
 * A gate that was not passed.
 *
 * @param gate its name in {@code spec.validation.gates}
 * @param measured NaN: could not be measured, as too few answers were scored
 */
public record FailedGate(String gate, double wanted, double measured) {}
