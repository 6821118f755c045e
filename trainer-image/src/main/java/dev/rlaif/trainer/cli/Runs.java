package dev.rlaif.trainer.cli;

import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Workspaces on this machine: each belongs to one plan. */
final class Runs {
  private Runs() {}

  /** Makes the folder a plan's own, or refuses one that holds another plan. */
  static Workspace claim(RunPlan plan, Workspace workspace, boolean overwrite) {
    Optional<RunPlan> there = plan(workspace);
    if (there.isPresent() && !there.get().hash().equals(plan.hash())) {
      if (!overwrite) {
        throw StageFailure.wrong(
            "the workspace "
                + workspace.root()
                + " holds a run of another plan ("
                + there.get().name()
                + "): give another folder with --workspace, or --overwrite to delete that run");
      }
      delete(workspace.root());
      there = Optional.empty();
    }
    if (there.isEmpty()) {
      AtomicFile.write(workspace.plan(), PlanJson.writePretty(plan) + "\n");
    }
    return workspace;
  }

  private static Optional<RunPlan> plan(Workspace workspace) {
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

  private static void delete(Path root) {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(root)) {
      paths = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : paths) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw StageFailure.environment(root + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
