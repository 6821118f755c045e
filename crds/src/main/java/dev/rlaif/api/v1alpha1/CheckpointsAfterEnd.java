package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of checkpoints when a run has ended. */
public enum CheckpointsAfterEnd {
  @JsonProperty("Keep")
  KEEP,
  @JsonProperty("Delete")
  DELETE
}
