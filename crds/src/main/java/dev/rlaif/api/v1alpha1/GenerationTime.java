package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When questions are generated: all of them before the first step, or while training goes on. */
public enum GenerationTime {
  @JsonProperty("BeforeTraining")
  BEFORE_TRAINING,
  @JsonProperty("WhileTraining")
  WHILE_TRAINING
}
