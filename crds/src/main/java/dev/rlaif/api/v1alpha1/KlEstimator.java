package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Estimator of the KL divergence per token, see the algorithms' documentation. */
public enum KlEstimator {
  @JsonProperty("k1")
  K1,
  @JsonProperty("k2")
  K2,
  @JsonProperty("k3")
  K3,
  @JsonProperty("abs")
  ABS,
  @JsonProperty("full")
  FULL
}
