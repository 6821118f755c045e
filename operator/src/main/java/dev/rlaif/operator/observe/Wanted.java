package dev.rlaif.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * An object that shall be.
 *
 * @param desired what is wanted
 * @param present what is there under its kind and name, whoever it belongs to
 */
public record Wanted(HasMetadata desired, Optional<HasMetadata> present) {}
