package dev.rlaif.operator.observe;

import java.util.Optional;

/**
 * What lies around a Job or Deployment whose pods do not start; asked for only then, since each
 * part costs a call.
 *
 * @param refusal what the cluster said when a pod could not be created
 * @param quotaExhausted whether a ResourceQuota has no room for such a pod
 * @param mountFailure what the kubelet said when a volume could not be mounted
 * @param attachFailure what was said when a volume could not be attached
 * @param claimUnbound whether a claim waits for a volume, and not for its pod
 */
public record Circumstances(
    Optional<String> refusal,
    boolean quotaExhausted,
    Optional<String> mountFailure,
    Optional<String> attachFailure,
    boolean claimUnbound) {
  /** Nothing was asked for, or nothing stands out. */
  public static final Circumstances NONE =
      new Circumstances(Optional.empty(), false, Optional.empty(), Optional.empty(), false);
}
