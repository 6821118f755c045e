package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Matches;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * One of several judges in one: exactly one of endpoint, wordlist and format.
 *
 * @param name in records, metrics and errors
 * @param weight share of the score, with combine weighted only; absent: 1
 * @param endpoint for a judge that runs already
 * @param prompt endpoint only
 * @param scoring endpoint only; absent: the first number of the reply
 */
public record JudgePart(
    @Required
        @Length(max = 32)
        @Matches(
            regex = "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
            says = "small letters, digits and hyphens")
        String name,
    @Nullable @Range(min = 0, max = 1000, aboveMin = true) Double weight,
    @Nullable Endpoint endpoint,
    @Nullable Wordlist wordlist,
    @Nullable Format format,
    @Nullable JudgePrompt prompt,
    @Nullable Scoring scoring) {

  public JudgePart {
    if (scoring == null && endpoint != null) {
      scoring = Scoring.DEFAULTS;
    }
  }
}
