package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Number format of a model's weights in memory; auto: as its files say. */
public enum Dtype {
  @JsonProperty("auto")
  AUTO,
  @JsonProperty("bfloat16")
  BFLOAT16,
  @JsonProperty("float16")
  FLOAT16,
  @JsonProperty("float32")
  FLOAT32
}
