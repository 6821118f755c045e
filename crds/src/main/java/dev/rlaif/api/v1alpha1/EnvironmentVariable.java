package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Matches;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * A variable of every container: a value, or a key of a Secret.
 *
 * @param name names that begin with RLAIF_ belong to the operator
 * @param value its text
 * @param secretKeyRef the key of a Secret that holds its text
 */
public record EnvironmentVariable(
    @Required
        @Length(max = 128)
        @Matches(
            regex = "[A-Za-z_][A-Za-z0-9_]*",
            says = "made of letters, digits and _, not beginning with a digit")
        String name,
    @Nullable @Length(min = 0, max = 4096) String value,
    @Nullable KeyReference secretKeyRef) {}
