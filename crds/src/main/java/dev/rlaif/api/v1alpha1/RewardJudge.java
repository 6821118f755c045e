package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;

/** Who scores answers, with which prompt, and how that is proved. */
public record RewardJudge(
    @Required @Length(max = 64) String apiVersion,
    @Required @Length(max = 64) String kind,
    @Required Metadata metadata,
    @Required RewardJudgeSpec spec) {
  public static final String KIND = "RewardJudge";
}
