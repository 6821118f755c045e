package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;

/**
 * A token that a judge may answer, and the score that it stands for.
 *
 * @param token exactly as the judge answers it
 * @param value the score, 0 to 1
 */
public record Label(
    @Required @Length(max = 16) String token, @Required @Range(min = 0, max = 1) Double value) {}
