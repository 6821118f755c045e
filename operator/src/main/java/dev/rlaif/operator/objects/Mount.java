package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.SecretReference;
import dev.rlaif.plan.StageDoor;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;

/** A volume of a pod, and where its one container sees it. */
record Mount(Volume volume, VolumeMount mount) {
  /** Readable by the pod's group, which is how its user reads it, and by nobody else. */
  private static final int SECRET_MODE = 0440;

  private static final String TEMPORARY_LIMIT = "10Gi";

  /** The plan, where every stage looks for it. */
  static Mount plan(String configMap) {
    Path file = Path.of(StageDoor.PLAN_FILE);
    return readOnly(
        new VolumeBuilder()
            .withName("plan")
            .withNewConfigMap()
            .withName(configMap)
            .endConfigMap()
            .build(),
        Objects.requireNonNull(file.getParent()).toString());
  }

  /** Scratch space, the only place beside the workspace that can be written to. */
  static Mount temporary() {
    return scratch("tmp", "/tmp", TEMPORARY_LIMIT);
  }

  /** A folder that goes with the pod. */
  static Mount scratch(String name, String path, String limit) {
    return writable(
        new VolumeBuilder()
            .withName(name)
            .withNewEmptyDir()
            .withSizeLimit(CanonicalQuantity.memory(limit))
            .endEmptyDir()
            .build(),
        path);
  }

  /** Memory that processes share; it counts against the memory of the container. */
  static Mount sharedMemory(String limit) {
    return writable(
        new VolumeBuilder()
            .withName("shared-memory")
            .withNewEmptyDir()
            .withMedium("Memory")
            .withSizeLimit(CanonicalQuantity.memory(limit))
            .endEmptyDir()
            .build(),
        "/dev/shm");
  }

  /** Keys of Secrets as files {@code NAME/KEY}; never as variables, which leak into logs. */
  static Mount secrets(Collection<SecretReference> keys) {
    return readOnly(
        new VolumeBuilder()
            .withName("secrets")
            .withNewProjected()
            .withSources(keys.stream().map(Mount::projection).toList())
            .withDefaultMode(SECRET_MODE)
            .endProjected()
            .build(),
        StageDoor.SECRETS);
  }

  /**
   * A claim that is only read.
   *
   * @param index tells several of a pod apart; a claim's name may be too long for a volume's
   */
  static Mount claim(String claim, int index) {
    return readOnly(
        new VolumeBuilder()
            .withName("claim-" + index)
            .withNewPersistentVolumeClaim()
            .withClaimName(claim)
            .withReadOnly(true)
            .endPersistentVolumeClaim()
            .build(),
        StageDoor.CLAIMS + "/" + claim);
  }

  static Mount writable(Volume volume, String path) {
    return new Mount(
        volume, new VolumeMountBuilder().withName(volume.getName()).withMountPath(path).build());
  }

  static Mount readOnly(Volume volume, String path) {
    return new Mount(
        volume,
        new VolumeMountBuilder()
            .withName(volume.getName())
            .withMountPath(path)
            .withReadOnly(true)
            .build());
  }

  private static VolumeProjection projection(SecretReference secret) {
    return new VolumeProjectionBuilder()
        .withNewSecret()
        .withName(secret.name())
        .withItems(file(secret))
        .endSecret()
        .build();
  }

  private static KeyToPath file(SecretReference secret) {
    return new KeyToPathBuilder()
        .withKey(secret.key())
        .withPath(secret.name() + "/" + secret.key())
        .withMode(SECRET_MODE)
        .build();
  }
}
