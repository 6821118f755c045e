package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** From a score between 0 and 1 to a reward. */
public enum TransformType {
  @JsonProperty("logit")
  LOGIT,
  @JsonProperty("identity")
  IDENTITY
}
