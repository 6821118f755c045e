package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The one punishment of an answer that did not end by itself. */
public enum Truncation {
  @JsonProperty("overlong")
  OVERLONG,
  @JsonProperty("eosPenalty")
  EOS_PENALTY,
  @JsonProperty("mask")
  MASK,
  @JsonProperty("none")
  NONE
}
