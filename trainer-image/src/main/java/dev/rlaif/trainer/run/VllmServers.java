package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.Vllm;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.rollout.vllm.Stops;
import dev.rlaif.trainer.rollout.vllm.VllmSettings;
import dev.rlaif.trainer.tracking.RunId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** The servers that a plan names as the engine of its rollouts. */
final class VllmServers {
  /** As long as a judge's server is waited for by default: a pod that is moved is back by then. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private VllmServers() {}

  /**
   * @param probe prompt of the question that every version of the adapter is asked
   */
  static VllmSettings of(RunPlan plan, Workspace workspace, int[] probe, Stops stops) {
    Vllm vllm = Objects.requireNonNull(plan.spec().rollout().vllm());
    Path root = workspace.root().toAbsolutePath();
    String seenAs = vllm.workspacePath();
    Path seen = seenAs == null ? root : Path.of(seenAs);
    return new VllmSettings(
        vllm.urls(),
        workspace.servedAdapters().toAbsolutePath(),
        folder -> seen.resolve(root.relativize(folder)).toString(),
        plan.name() + "-" + RunId.of(workspace.runId()).substring(0, 8),
        plan.spec().model().uri(),
        probe,
        stops,
        PATIENCE);
  }
}
