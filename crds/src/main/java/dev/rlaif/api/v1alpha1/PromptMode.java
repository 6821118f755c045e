package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who writes generated questions: the run's own model, or an endpoint. */
public enum PromptMode {
  @JsonProperty("Offline")
  OFFLINE,
  @JsonProperty("Online")
  ONLINE
}
