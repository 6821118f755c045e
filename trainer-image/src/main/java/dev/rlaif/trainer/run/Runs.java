package dev.rlaif.trainer.run;

import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Workspaces: each belongs to one plan. */
public final class Runs {
  private Runs() {}

  /** What becomes of a run of another plan in the same folder. */
  public enum Earlier {
    KEPT,
    DELETED
  }

  /** Makes the folder a plan's own, or refuses one that holds what another plan made. */
  public static void claim(RunPlan plan, Workspace workspace, Earlier earlier) {
    Optional<RunPlan> there = found(workspace);
    boolean isOther = there.isPresent() && !there.get().hash().equals(plan.hash());
    if (isOther && isTrained(workspace)) {
      if (earlier == Earlier.KEPT) {
        throw other(workspace, there.get(), ", or --overwrite to delete that run");
      }
      workspace.contents().forEach(Runs::delete);
    }
    if (there.isEmpty() || isOther) {
      AtomicFile.write(workspace.plan(), PlanJson.writePretty(plan) + "\n");
    }
  }

  /** Refuses a folder that does not hold a run of this plan. */
  public static void requireSame(RunPlan plan, Workspace workspace) {
    RunPlan there = plan(workspace);
    if (!there.hash().equals(plan.hash())) {
      throw other(workspace, there, "");
    }
  }

  /** The plan of a folder in which a run was begun. */
  public static RunPlan plan(Workspace workspace) {
    return found(workspace)
        .orElseThrow(
            () ->
                StageFailure.wrong(
                    workspace.plan()
                        + " does not exist, no run was begun there: begin it with rlaif run -f FILE"
                        + " --workspace "
                        + workspace.root()));
  }

  private static Optional<RunPlan> found(Workspace workspace) {
    if (!Files.exists(workspace.plan())) {
      return Optional.empty();
    }
    try {
      return Optional.of(PlanJson.read(Files.readString(workspace.plan()), RunPlan.class));
    } catch (IOException | IllegalArgumentException e) {
      throw StageFailure.wrong(
          workspace.plan()
              + " is not a plan of this version: give another folder with --workspace, or delete"
              + " that one");
    }
  }

  /** Prompts and proofs know their own inputs; only what was learned belongs to one plan. */
  private static boolean isTrained(Workspace workspace) {
    return Stream.of(workspace.train(), workspace.adapter(), workspace.evaluation())
        .anyMatch(Files::exists);
  }

  private static StageFailure other(Workspace workspace, RunPlan there, String way) {
    return StageFailure.wrong(
        "the workspace "
            + workspace.root()
            + " holds a run of another plan ("
            + there.name()
            + "): give another folder with --workspace, on a cluster another spec.storage.subPath"
            + way);
  }

  private static void delete(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw StageFailure.environment(tree + " cannot be deleted: " + e, e);
    }
  }
}
