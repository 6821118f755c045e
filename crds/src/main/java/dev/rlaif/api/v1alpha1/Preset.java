package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where hyper-parameters come from that a run does not override. */
public enum Preset {
  @JsonProperty("trl-0.8.6")
  TRL_0_8_6,
  @JsonProperty("modern")
  MODERN
}
