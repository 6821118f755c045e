package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a run is, for people; machines read conditions. */
public enum RunPhase {
  @JsonProperty("Pending")
  PENDING,
  @JsonProperty("ValidatingJudge")
  VALIDATING_JUDGE,
  @JsonProperty("Preparing")
  PREPARING,
  @JsonProperty("Pairing")
  PAIRING,
  @JsonProperty("Training")
  TRAINING,
  @JsonProperty("Evaluating")
  EVALUATING,
  @JsonProperty("Deploying")
  DEPLOYING,
  @JsonProperty("Succeeded")
  SUCCEEDED,
  @JsonProperty("Rejected")
  REJECTED,
  @JsonProperty("Failed")
  FAILED,
  @JsonProperty("Suspended")
  SUSPENDED;

  /** Whether a run stays here. */
  public boolean isFinal() {
    return this == SUCCEEDED || this == REJECTED || this == FAILED;
  }
}
