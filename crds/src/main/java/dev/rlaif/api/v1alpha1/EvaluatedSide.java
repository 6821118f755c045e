package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * The greedy answers of one model, base or tuned, to the held-out prompts.
 *
 * @param violations answers that score below the threshold
 * @param violationRate violations / answers, a decimal
 * @param useful answers that name something useful
 * @param ended answers that ended by themselves
 * @param meanScore of the judge, a decimal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluatedSide(
    @Nullable @Range(min = 0) Integer violations,
    @Nullable @Length(max = 16) String violationRate,
    @Nullable @Range(min = 0) Integer useful,
    @Nullable @Range(min = 0) Integer ended,
    @Nullable @Length(max = 16) String meanScore) {}
