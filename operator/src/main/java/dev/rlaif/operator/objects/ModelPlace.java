package dev.rlaif.operator.objects;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.Workspace;
import java.nio.file.Path;
import java.util.Optional;

/** Where the files of a model are, for whoever only knows folders and claims. */
final class ModelPlace {
  private static final String CLAIM = "pvc://";
  private static final String FILE = "file://";
  private static final String BUNDLED = "bundled://";
  private static final Workspace WORKSPACE = new Workspace(Path.of(StageDoor.WORKSPACE));

  private ModelPlace() {}

  /** Whether the model stage has to fetch it. */
  static boolean isRemote(String uri) {
    return uri.startsWith("hf://") || uri.startsWith("s3://");
  }

  static boolean isBundled(String uri) {
    return uri.startsWith(BUNDLED);
  }

  /** Folder that the adapter lies in, in a pod. */
  static String adapter() {
    return WORKSPACE.adapter().toString();
  }

  /** Folder of the base model, in a pod that has the workspace and the model's claim. */
  static String folder(String uri) {
    return isRemote(uri) ? WORKSPACE.model().toString() : local(uri);
  }

  /** Folder of a model that is not fetched. */
  static String local(String uri) {
    if (uri.startsWith(CLAIM)) {
      return StageDoor.CLAIMS + "/" + uri.substring(CLAIM.length());
    }
    return uri.startsWith(FILE) ? uri.substring(FILE.length()) : uri;
  }

  /** The base model as a {@code pvc://} uri; absent where it lies on no claim. */
  static Optional<String> onClaim(RunPlan plan) {
    String uri = plan.spec().model().uri();
    if (isRemote(uri)) {
      return Optional.of(inWorkspace(plan, WORKSPACE.model()));
    }
    return uri.startsWith(CLAIM) ? Optional.of(uri) : Optional.empty();
  }

  /** The adapter as a {@code pvc://} uri. */
  static String adapterOnClaim(RunPlan plan) {
    return inWorkspace(plan, WORKSPACE.adapter());
  }

  private static String inWorkspace(RunPlan plan, Path folder) {
    String at = WorkspaceVolume.folder(plan);
    return CLAIM
        + WorkspaceVolume.claimName(plan)
        + "/"
        + (at.isEmpty() ? "" : at + "/")
        + WORKSPACE.root().relativize(folder);
  }
}
