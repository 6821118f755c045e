package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Matches;
import org.jspecify.annotations.Nullable;

/**
 * The volume that holds a served judge's model.
 *
 * @param size of the volume; default 100Gi
 * @param storageClassName absent: the cluster's default
 */
public record ModelStorage(
    @Length(max = 20) @Matches(regex = Resources.MEMORY, says = Resources.MEMORY_SAYS) String size,
    @Nullable @Length(max = 253) String storageClassName) {
  static final ModelStorage DEFAULTS = new ModelStorage("100Gi", null);

  public ModelStorage {
    size = requireNonNullElse(size, "100Gi");
  }
}
