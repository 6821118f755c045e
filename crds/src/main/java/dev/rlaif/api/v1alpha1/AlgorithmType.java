package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Learning algorithm of a run. */
public enum AlgorithmType {
  @JsonProperty("PPO")
  PPO,
  @JsonProperty("GRPO")
  GRPO,
  @JsonProperty("RLOO")
  RLOO,
  @JsonProperty("DPO")
  DPO
}
