package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the scores of a judge's parts. */
public enum Combination {
  @JsonProperty("mean")
  MEAN,
  @JsonProperty("min")
  MIN,
  @JsonProperty("weighted")
  WEIGHTED
}
