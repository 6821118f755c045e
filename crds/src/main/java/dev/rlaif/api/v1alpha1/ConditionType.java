package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a condition speaks of, of a run or of a judge. */
public enum ConditionType {
  @JsonProperty("Accepted")
  ACCEPTED,
  @JsonProperty("JudgeValidated")
  JUDGE_VALIDATED,
  @JsonProperty("ModelReady")
  MODEL_READY,
  @JsonProperty("PromptsReady")
  PROMPTS_READY,
  @JsonProperty("PairsReady")
  PAIRS_READY,
  @JsonProperty("Trained")
  TRAINED,
  @JsonProperty("EvaluationPassed")
  EVALUATION_PASSED,
  @JsonProperty("Deployed")
  DEPLOYED,
  @JsonProperty("EndpointReady")
  ENDPOINT_READY,
  @JsonProperty("Validated")
  VALIDATED,
  @JsonProperty("Suspended")
  SUSPENDED,
  @JsonProperty("Failed")
  FAILED,
  @JsonProperty("Ready")
  READY,
  @JsonProperty("Reconciling")
  RECONCILING,
  @JsonProperty("Stalled")
  STALLED
}
