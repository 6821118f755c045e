package dev.rlaif.operator.kube;

import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.RewardJudgeStatus;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Objects;

/** A judge as an object of the cluster. */
@Group("rlaif.dev")
@Version("v1alpha1")
@Kind(RewardJudge.KIND)
@Singular("rewardjudge")
@Plural("rewardjudges")
@ShortNames("rj")
public final class RewardJudgeResource extends CustomResource<RewardJudgeSpec, RewardJudgeStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** Its status; {@link RewardJudgeStatus#NONE} before the first pass. */
  public RewardJudgeStatus knownStatus() {
    return Objects.requireNonNullElse(getStatus(), RewardJudgeStatus.NONE);
  }
}
