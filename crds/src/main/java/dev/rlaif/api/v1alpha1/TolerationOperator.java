package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a toleration compares with a taint. */
public enum TolerationOperator {
  @JsonProperty("Exists")
  EXISTS,
  @JsonProperty("Equal")
  EQUAL
}
