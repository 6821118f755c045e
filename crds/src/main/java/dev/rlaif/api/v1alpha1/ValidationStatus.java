package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a judge's validation; good is the positive class; decimals as texts.
 *
 * @param hash of the judge that was validated
 * @param passed whether every gate was met
 * @param examples labelled pairs, two answers each
 * @param accuracy of all answers with a score
 * @param precision share of those called good that are
 * @param recall share of the good ones that are called so
 * @param f1 harmonic mean of precision and recall
 * @param auroc area under the ROC curve
 * @param brier mean squared error of the score
 * @param flipRate share of answers whose verdict changed between repeats
 * @param truePositives good, called good
 * @param falsePositives bad, called good
 * @param trueNegatives bad, called bad
 * @param falseNegatives good, called bad
 * @param missing judgements without a score
 * @param latencyP50Milliseconds median of a judgement
 * @param latencyP95Milliseconds 95th percentile of a judgement
 * @param failedGates what was missed, one sentence each
 * @param time when it ended
 * @param accuracyLow lower end of the accuracy's 95 % interval
 * @param accuracyHigh upper end of the accuracy's 95 % interval
 * @param calibrationError mean gap between score and share of good ones
 * @param rewordingFlipRate share of answers whose verdict changed when the same was put differently
 * @param injectionRate share of attacks on the judge that lifted a score
 * @param refusals judgements that the judge declined; they are missing, too
 * @param cost of the proof in the endpoint's currency; absent where no price is given
 * @param warnings what the figures cannot tell, one sentence each
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ValidationStatus(
    @Required @Length(max = 80) String hash,
    @Required Boolean passed,
    @Nullable @Range(min = 0) Integer examples,
    @Nullable @Length(max = 16) String accuracy,
    @Nullable @Length(max = 16) String precision,
    @Nullable @Length(max = 16) String recall,
    @Nullable @Length(max = 16) String f1,
    @Nullable @Length(max = 16) String auroc,
    @Nullable @Length(max = 16) String brier,
    @Nullable @Length(max = 16) String flipRate,
    @Nullable @Range(min = 0) Integer truePositives,
    @Nullable @Range(min = 0) Integer falsePositives,
    @Nullable @Range(min = 0) Integer trueNegatives,
    @Nullable @Range(min = 0) Integer falseNegatives,
    @Nullable @Range(min = 0) Integer missing,
    @Nullable @Range(min = 0) Long latencyP50Milliseconds,
    @Nullable @Range(min = 0) Long latencyP95Milliseconds,
    @Items(max = 16) List<@Length(max = 256) String> failedGates,
    @Nullable Instant time,
    @Nullable @Length(max = 16) String accuracyLow,
    @Nullable @Length(max = 16) String accuracyHigh,
    @Nullable @Length(max = 16) String calibrationError,
    @Nullable @Length(max = 16) String rewordingFlipRate,
    @Nullable @Length(max = 16) String injectionRate,
    @Nullable @Range(min = 0) Integer refusals,
    @Nullable @Length(max = 32) String cost,
    @Items(max = 4) List<@Length(max = 256) String> warnings) {

  public ValidationStatus {
    failedGates = List.copyOf(requireNonNullElse(failedGates, List.of()));
    warnings = List.copyOf(requireNonNullElse(warnings, List.of()));
  }
}
