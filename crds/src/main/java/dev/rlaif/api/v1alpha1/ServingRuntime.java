package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What serves the tuned model. */
public enum ServingRuntime {
  @JsonProperty("rlaif")
  RLAIF,
  @JsonProperty("vllm")
  VLLM,
  @JsonProperty("kserve")
  KSERVE
}
