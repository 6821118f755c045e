package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * The judge that a run was planned with; later changes of the judge do not reach the run.
 *
 * @param name of the RewardJudge
 * @param hash of what decides a score
 * @param model that answers, or wordlist
 * @param url where it answers; absent for a wordlist
 * @param validated whether it had passed its own validation
 * @param accuracy of that validation, a decimal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JudgeSnapshot(
    @Required @Length(max = 253) String name,
    @Required @Length(max = 80) String hash,
    @Nullable @Length(max = 256) String model,
    @Nullable @Length(max = 2048) String url,
    @Nullable Boolean validated,
    @Nullable @Length(max = 16) String accuracy) {}
