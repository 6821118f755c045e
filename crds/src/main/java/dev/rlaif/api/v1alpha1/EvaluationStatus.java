package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Base against tuned on the held-out prompts; decimals as texts.
 *
 * @param passed whether every gate was met
 * @param prompts held-out prompts
 * @param base the model before training
 * @param tuned the model after training
 * @param improvement (violations of base - of tuned) / of base
 * @param confidenceLow lower end of the improvement's interval
 * @param confidenceHigh upper end of the improvement's interval
 * @param winRate tuned against base, a tie counts half
 * @param kl nats an answer
 * @param summary such as {@code 43 -> 30 of 100}
 * @param failedGates what was missed, one sentence each
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EvaluationStatus(
    @Nullable Boolean passed,
    @Nullable @Range(min = 0) Integer prompts,
    @Nullable EvaluatedSide base,
    @Nullable EvaluatedSide tuned,
    @Nullable @Length(max = 16) String improvement,
    @Nullable @Length(max = 16) String confidenceLow,
    @Nullable @Length(max = 16) String confidenceHigh,
    @Nullable @Length(max = 16) String winRate,
    @Nullable @Length(max = 16) String kl,
    @Nullable @Length(max = 64) String summary,
    @Items(max = 16) List<@Length(max = 256) String> failedGates) {

  public EvaluationStatus {
    failedGates = List.copyOf(requireNonNullElse(failedGates, List.of()));
  }
}
