package dev.rlaif.operator.kube;

import dev.rlaif.api.v1alpha1.RlaifRun;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.RunPhase;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Objects;

/** A run as an object of the cluster. */
@Group("rlaif.dev")
@Version("v1alpha1")
@Kind(RlaifRun.KIND)
@Singular("rlaifrun")
@Plural("rlaifruns")
@ShortNames("rr")
public final class RlaifRunResource extends CustomResource<RlaifRunSpec, RlaifRunStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** Its status; {@link RlaifRunStatus#NONE} before the first pass. */
  public RlaifRunStatus knownStatus() {
    return Objects.requireNonNullElse(getStatus(), RlaifRunStatus.NONE);
  }

  /** Whether nothing but its serving is still to be done. */
  public boolean hasEnded() {
    RunPhase phase = knownStatus().phase();
    return phase != null && phase.isFinal();
  }
}
