package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Users and groups of a pod; what is absent is left to the image or the cluster.
 *
 * @param runAsUser numeric user, never root
 * @param runAsGroup numeric group, never root
 * @param fsGroup group that owns the files of mounted volumes
 * @param fsGroupChangePolicy absent: Always, which is slow on volumes of many files
 * @param supplementalGroups further groups of the processes
 */
public record PodSecurity(
    @Nullable @Range(min = 1) Long runAsUser,
    @Nullable @Range(min = 1) Long runAsGroup,
    @Nullable @Range(min = 1) Long fsGroup,
    @Nullable FsGroupChangePolicy fsGroupChangePolicy,
    @Items(max = 16) List<@Range(min = 1) Long> supplementalGroups) {

  public PodSecurity {
    supplementalGroups = List.copyOf(requireNonNullElse(supplementalGroups, List.of()));
  }
}
