package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Matches;
import org.jspecify.annotations.Nullable;

/**
 * The volume that holds a run's workspace.
 *
 * @param size of the volume; default 100Gi; not with existingClaim
 * @param storageClassName absent: the default of the cluster; not with existingClaim
 * @param accessMode absent: ReadWriteMany if nodes or replicas exceed 1, else ReadWriteOnce; not
 *     with existingClaim
 * @param retain the claim outlives the run; default false
 * @param existingClaim instead of a new claim
 * @param subPath folder in existingClaim; absent: rlaif/ and the run's name
 */
public record Storage(
    @Nullable @Length(max = 20) @Matches(regex = Resources.MEMORY, says = Resources.MEMORY_SAYS)
        String size,
    @Nullable @Length(max = 253) String storageClassName,
    @Nullable AccessMode accessMode,
    Boolean retain,
    @Nullable @Length(max = 253) String existingClaim,
    @Nullable @Length(max = 512) String subPath) {
  static final Storage DEFAULTS = new Storage("100Gi", null, null, false, null, null);

  public Storage {
    if (size == null && existingClaim == null) {
      size = "100Gi";
    }
    retain = requireNonNullElse(retain, false);
  }
}
