package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Required;

/**
 * How the model learns.
 *
 * @param preset default modern
 */
public record Algorithm(@Required AlgorithmType type, Preset preset, AlgorithmOverrides overrides) {

  public Algorithm {
    preset = requireNonNullElse(preset, Preset.MODERN);
    overrides = requireNonNullElse(overrides, AlgorithmOverrides.NONE);
  }
}
