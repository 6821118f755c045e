package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;

/**
 * Who scores answers, with which prompt, and how that is proved.
 *
 * @param apiVersion rlaif.dev/v1alpha1
 * @param kind RewardJudge
 * @param metadata name and labels
 * @param spec who scores, and how
 */
public record RewardJudge(
    @Required @Length(max = 64) String apiVersion,
    @Required @Length(max = 64) String kind,
    @Required Metadata metadata,
    @Required RewardJudgeSpec spec) {
  public static final String KIND = "RewardJudge";
}
