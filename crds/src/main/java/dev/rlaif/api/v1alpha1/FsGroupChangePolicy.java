package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When the owner of a volume's files is changed. */
public enum FsGroupChangePolicy {
  @JsonProperty("OnRootMismatch")
  ON_ROOT_MISMATCH,
  @JsonProperty("Always")
  ALWAYS
}
