package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether the KL coefficient follows a target or stays. */
public enum KlControl {
  @JsonProperty("adaptive")
  ADAPTIVE,
  @JsonProperty("fixed")
  FIXED
}
