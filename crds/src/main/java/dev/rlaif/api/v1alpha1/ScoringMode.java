package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a reply becomes a score: its first number, or the probabilities of labels. */
public enum ScoringMode {
  @JsonProperty("text")
  TEXT,
  @JsonProperty("probability")
  PROBABILITY
}
