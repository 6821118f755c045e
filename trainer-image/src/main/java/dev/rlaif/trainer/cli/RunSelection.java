package dev.rlaif.trainer.cli;

import dev.rlaif.plan.Documents;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.Problem;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which run a command is about: documents, or a workspace that holds a plan already. */
final class RunSelection {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "YAML with RlaifRun, RewardJudge and ConfigMap documents; may be repeated.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Overrides a field: a path of the RlaifRun ('spec.' may be left out), or 'judge.' and a"
              + " path of its RewardJudge; may be repeated.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = {"-w", "--workspace"},
      paramLabel = "DIR",
      description = "Folder of the run; runs/<name of the run> where it is left out.")
  private @Nullable Path folder;

  @Option(
      names = "--overwrite",
      description = "Deletes what the workspace holds of another plan, and starts afresh.")
  private boolean overwrite;

  /** The run and its folder, which holds the run's plan from now on. */
  Run run() {
    if (files.isEmpty()) {
      return planned();
    }
    RunPlan plan = plan(Documents.read(files, sets));
    Workspace workspace = new Workspace(folder == null ? Path.of("runs", plan.name()) : folder);
    return new Run(plan, Runs.claim(plan, workspace, overwrite));
  }

  /** A plan with the folder it is carried out in. */
  record Run(RunPlan plan, Workspace workspace) {}

  static RunPlan plan(Documents documents) {
    return RunPlanner.plan(documents)
        .orElseThrow(
            problems -> StageFailure.wrong(problems.size() + " to correct:\n" + lines(problems)));
  }

  private Run planned() {
    Path root =
        Optional.ofNullable(folder)
            .orElseThrow(
                () ->
                    StageFailure.wrong(
                        "which run? give -f FILE, or --workspace DIR of a run that was begun"));
    Workspace workspace = new Workspace(root);
    try {
      return new Run(PlanJson.read(Files.readString(workspace.plan()), RunPlan.class), workspace);
    } catch (IOException | IllegalArgumentException e) {
      throw StageFailure.wrong(
          workspace.plan() + " holds no plan: begin the run with -f FILE --workspace " + root);
    }
  }

  private static String lines(List<Problem> problems) {
    return problems.stream().map(problem -> "  " + problem).collect(Collectors.joining("\n"));
  }
}
