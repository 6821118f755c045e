package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What serves a judge that the operator runs. */
public enum JudgeRuntime {
  @JsonProperty("vllm")
  VLLM,
  @JsonProperty("rlaif")
  RLAIF
}
