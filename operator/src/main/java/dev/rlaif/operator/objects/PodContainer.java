package dev.rlaif.operator.objects;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.List;

/** The one container of a pod, with its volumes. */
final class PodContainer {
  private PodContainer() {}

  /** A container that can gain no rights and write nowhere but where a volume is. */
  static ContainerBuilder restricted(String name, String image, String pullPolicy) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(image)
        .withImagePullPolicy(pullPolicy)
        .withSecurityContext(security());
  }

  /** A volume that is seen at several places is there once. */
  static PodSpec in(PodSpecBuilder pod, ContainerBuilder container, List<Mount> mounts) {
    return pod.withContainers(
            container.withVolumeMounts(mounts.stream().map(Mount::mount).toList()).build())
        .withVolumes(mounts.stream().map(Mount::volume).distinct().toList())
        .build();
  }

  private static SecurityContext security() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }
}
