package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How many nodes may mount the workspace for writing. */
public enum AccessMode {
  @JsonProperty("ReadWriteOnce")
  READ_WRITE_ONCE,
  @JsonProperty("ReadWriteMany")
  READ_WRITE_MANY
}
