package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;

/**
 * A question with an answer that must score high and one that must score low.
 *
 * @param prompt the question
 * @param good an answer that must score high
 * @param bad an answer that must score low
 */
public record ValidationExample(
    @Required @Length(max = 4096) String prompt,
    @Required @Length(max = 8192) String good,
    @Required @Length(max = 8192) String bad) {}
