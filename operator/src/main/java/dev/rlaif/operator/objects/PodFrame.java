package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.FsGroupChangePolicy;
import dev.rlaif.api.v1alpha1.NameReference;
import dev.rlaif.api.v1alpha1.PodSecurity;
import dev.rlaif.api.v1alpha1.Pods;
import dev.rlaif.api.v1alpha1.TaintEffect;
import dev.rlaif.api.v1alpha1.TolerationOperator;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for every pod: where it runs, as whom, and that it can neither call Kubernetes
 * nor gain rights. It meets the profile {@code restricted} of Pod Security Standards.
 */
final class PodFrame {
  /** User and group of the trainer's image. */
  private static final long USER = 10001;

  private static final PodSecurity UNSAID = new PodSecurity(null, null, null, null, List.of());

  private PodFrame() {}

  /** A pod with its settings, without containers and volumes. */
  static PodSpecBuilder of(Pods pods) {
    return placed(pods)
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withSecurityContext(security(pods));
  }

  /** Where a pod runs and with whose name, and nothing about its rights. */
  static PodSpecBuilder placed(Pods pods) {
    return new PodSpecBuilder()
        .withServiceAccountName(
            pods.serviceAccountName().equals("default") ? null : pods.serviceAccountName())
        .withImagePullSecrets(pods.imagePullSecrets().stream().map(PodFrame::reference).toList())
        .withNodeSelector(pods.nodeSelector())
        .withTolerations(pods.tolerations().stream().map(PodFrame::toleration).toList())
        .withPriorityClassName(pods.priorityClassName())
        .withSchedulerName(pods.schedulerName())
        .withRuntimeClassName(pods.runtimeClassName());
  }

  private static PodSecurityContext security(Pods pods) {
    PodSecurity given = Objects.requireNonNullElse(pods.securityContext(), UNSAID);
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(or(given.runAsUser()))
        .withRunAsGroup(or(given.runAsGroup()))
        .withFsGroup(or(given.fsGroup()))
        .withFsGroupChangePolicy(
            // Walking through a volume of models at each start takes minutes.
            given.fsGroupChangePolicy() == FsGroupChangePolicy.ALWAYS ? "Always" : "OnRootMismatch")
        .withSupplementalGroups(given.supplementalGroups())
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  private static long or(@Nullable Long given) {
    return Objects.requireNonNullElse(given, USER);
  }

  private static LocalObjectReference reference(NameReference name) {
    return new LocalObjectReference(name.name());
  }

  private static Toleration toleration(dev.rlaif.api.v1alpha1.Toleration given) {
    TaintEffect effect = given.effect();
    return new TolerationBuilder()
        .withKey(given.key())
        .withOperator(given.operator() == TolerationOperator.EXISTS ? "Exists" : null)
        .withValue(given.value())
        .withEffect(effect == null ? null : effectWord(effect))
        .withTolerationSeconds(given.tolerationSeconds())
        .build();
  }

  private static String effectWord(TaintEffect effect) {
    return switch (effect) {
      case NO_SCHEDULE -> "NoSchedule";
      case PREFER_NO_SCHEDULE -> "PreferNoSchedule";
      case NO_EXECUTE -> "NoExecute";
    };
  }
}
