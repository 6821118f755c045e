package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What generates the answers during training. */
public enum RolloutEngine {
  @JsonProperty("builtin")
  BUILTIN,
  @JsonProperty("vllm")
  VLLM
}
