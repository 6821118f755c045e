package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which part of the prompts a file supplies. */
public enum Split {
  @JsonProperty("train")
  TRAIN,
  @JsonProperty("heldOut")
  HELD_OUT
}
