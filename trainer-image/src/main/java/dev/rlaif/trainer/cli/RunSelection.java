package dev.rlaif.trainer.cli;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.run.PlanFile;
import dev.rlaif.trainer.run.Runs;
import dev.rlaif.trainer.run.TrainerLimits;
import dev.rlaif.trainer.run.WorkspaceLock;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which run a command is about: documents, or a workspace that holds a plan already. */
final class RunSelection {
  @Mixin private final DocumentOptions documents = new DocumentOptions();

  @Option(
      names = {"-w", "--workspace"},
      paramLabel = "DIR",
      description = "Folder of the run; runs/<name of the run> where it is left out.")
  private @Nullable Path folder;

  /**
   * A plan with the folder it is carried out in.
   *
   * @param lock absent where the folder is only read
   */
  record Run(RunPlan plan, Workspace workspace, Optional<WorkspaceLock> lock)
      implements AutoCloseable {
    @Override
    public void close() {
      lock.ifPresent(WorkspaceLock::close);
    }
  }

  /** The run, to work on it: its folder is held, and holds the run's plan from now on. */
  Run begin(Runs.Earlier earlier, Map<String, String> environment) {
    RunPlan plan = documents.areGiven() ? documents.run() : Runs.plan(begun());
    TrainerLimits.of(plan, Sources.of(environment, plan.configMaps())).require();
    if (plan.spec().suspend()) {
      throw StageFailure.wrong("spec.suspend is true: set it to false when the run shall go on");
    }
    return hold(plan, workspace(plan), earlier);
  }

  /** A folder to work in: it is held, and holds the plan from now on. */
  static Run hold(RunPlan plan, Workspace workspace, Runs.Earlier earlier) {
    WorkspaceLock lock = WorkspaceLock.hold(workspace);
    try {
      Runs.claim(plan, workspace, earlier);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    return new Run(plan, workspace, Optional.of(lock));
  }

  /** The run, to look at what it made. */
  Run find() {
    if (!documents.areGiven()) {
      return new Run(Runs.plan(begun()), begun(), Optional.empty());
    }
    RunPlan plan = documents.run();
    Workspace workspace = workspace(plan);
    Runs.requireSame(plan, workspace);
    return new Run(plan, workspace, Optional.empty());
  }

  /** The run of a plan that a cluster mounts, to look at what it made. */
  Run mounted(Path planFile) {
    RunPlan plan = PlanFile.read(planFile, RunPlan.class);
    Workspace workspace = new Workspace(folder == null ? Path.of(StageDoor.WORKSPACE) : folder);
    Runs.requireSame(plan, workspace);
    return new Run(plan, workspace, Optional.empty());
  }

  private Workspace workspace(RunPlan plan) {
    return new Workspace(folder == null ? Path.of("runs", plan.name()) : folder);
  }

  private Workspace begun() {
    if (folder == null) {
      throw StageFailure.wrong(
          "which run? give -f FILE, or --workspace DIR of a run that was begun");
    }
    return new Workspace(folder);
  }
}
