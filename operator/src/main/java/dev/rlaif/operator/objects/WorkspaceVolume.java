package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.AccessMode;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.Storage;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageDoor;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The volume that holds a run's workspace: its own claim, or a folder of somebody else's. */
final class WorkspaceVolume {
  private static final String NAME = "workspace";

  private WorkspaceVolume() {}

  /** The run's own claim; absent where it works in an existing one. */
  static Optional<PersistentVolumeClaim> claim(RunContext run) {
    Storage storage = run.plan().spec().storage();
    return storage.existingClaim() == null
        ? Optional.of(own(run, storage, Objects.requireNonNull(storage.size())))
        : Optional.empty();
  }

  /** Name of the claim, be it the run's own or not. */
  static String claimName(RunPlan plan) {
    return Objects.requireNonNullElseGet(
        plan.spec().storage().existingClaim(), () -> ObjectNames.workspace(plan.name()));
  }

  /** Folder of the workspace in its claim; empty: its root. */
  static String folder(RunPlan plan) {
    Storage storage = plan.spec().storage();
    return storage.existingClaim() == null
        ? ""
        : Objects.requireNonNullElseGet(storage.subPath(), () -> "rlaif/" + plan.name());
  }

  static Mount writable(RunPlan plan) {
    return in(plan, Mount.writable(volume(plan), StageDoor.WORKSPACE));
  }

  static Mount readOnly(RunPlan plan) {
    return in(plan, Mount.readOnly(volume(plan), StageDoor.WORKSPACE));
  }

  /**
   * A folder of the workspace, made where it is missing, for a pod that only reads the rest.
   *
   * @param path where the pod sees it
   */
  static Mount writablePart(RunPlan plan, String name, String path) {
    Mount mount = Mount.writable(volume(plan), path);
    String folder = folder(plan);
    return within(folder.isEmpty() ? name : folder + "/" + name, mount);
  }

  /** Whether pods on several nodes can have the run's own claim at the same time. */
  static boolean isShared(RlaifRunSpec spec) {
    return accessMode(spec) == AccessMode.READ_WRITE_MANY;
  }

  private static Mount in(RunPlan plan, Mount mount) {
    String folder = folder(plan);
    return folder.isEmpty() ? mount : within(folder, mount);
  }

  private static Mount within(String folder, Mount mount) {
    return new Mount(
        mount.volume(), new VolumeMountBuilder(mount.mount()).withSubPath(folder).build());
  }

  private static Volume volume(RunPlan plan) {
    return new VolumeBuilder()
        .withName(NAME)
        .withNewPersistentVolumeClaim()
        .withClaimName(claimName(plan))
        .endPersistentVolumeClaim()
        .build();
  }

  private static PersistentVolumeClaim own(RunContext run, Storage storage, String size) {
    Owner owner = Owner.of(run);
    String name = ObjectNames.workspace(run.name());
    Map<String, String> labels = Labels.ofRun(run.name());
    ObjectMeta metadata =
        storage.retain() ? owner.retained(name, labels) : owner.owned(name, labels);
    return new PersistentVolumeClaimBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withAccessModes(
            accessMode(run.plan().spec()) == AccessMode.READ_WRITE_MANY
                ? "ReadWriteMany"
                : "ReadWriteOnce")
        .withStorageClassName(storage.storageClassName())
        .withNewResources()
        .addToRequests("storage", CanonicalQuantity.memory(size))
        .endResources()
        .endSpec()
        .build();
  }

  private static AccessMode accessMode(RlaifRunSpec spec) {
    AccessMode given = spec.storage().accessMode();
    if (given != null) {
      return given;
    }
    Integer replicas = spec.serving().replicas();
    boolean several = spec.training().nodes() > 1 || replicas != null && replicas > 1;
    return several ? AccessMode.READ_WRITE_MANY : AccessMode.READ_WRITE_ONCE;
  }
}
