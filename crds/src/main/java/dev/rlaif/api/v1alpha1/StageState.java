package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a stage of a run is. */
public enum StageState {
  @JsonProperty("Waiting")
  WAITING,
  @JsonProperty("Queued")
  QUEUED,
  @JsonProperty("Starting")
  STARTING,
  @JsonProperty("Running")
  RUNNING,
  @JsonProperty("Suspended")
  SUSPENDED,
  @JsonProperty("Succeeded")
  SUCCEEDED,
  @JsonProperty("Failed")
  FAILED
}
