package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Linear layers that an adapter can be put on. */
public enum LoraTarget {
  @JsonProperty("q_proj")
  Q_PROJ,
  @JsonProperty("k_proj")
  K_PROJ,
  @JsonProperty("v_proj")
  V_PROJ,
  @JsonProperty("o_proj")
  O_PROJ,
  @JsonProperty("gate_proj")
  GATE_PROJ,
  @JsonProperty("up_proj")
  UP_PROJ,
  @JsonProperty("down_proj")
  DOWN_PROJ
}
