package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator knows about a judge.
 *
 * @param observedGeneration of the spec that this status speaks of
 * @param conditions facts about the judge, one of each type
 * @param hash of what decides a score, as the spec says it now
 * @param url where it answers, also when the operator serves it
 * @param model that answers, or wordlist
 * @param validation the last finished one; it holds for its own hash only
 * @param job of the validation, named by the hash
 * @param usedBy runs that have not ended and name this judge
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RewardJudgeStatus(
    @Nullable @Range(min = 0) Long observedGeneration,
    @Items(max = 16, key = "type") List<Condition> conditions,
    @Nullable @Length(max = 80) String hash,
    @Nullable @Length(max = 2048) String url,
    @Nullable @Length(max = 256) String model,
    @Nullable ValidationStatus validation,
    @Nullable @Length(max = 63) String job,
    @Nullable @Range(min = 0) Integer usedBy) {
  public static final RewardJudgeStatus NONE =
      new RewardJudgeStatus(null, List.of(), null, null, null, null, null, null);

  public RewardJudgeStatus {
    conditions = List.copyOf(requireNonNullElse(conditions, List.of()));
  }
}
