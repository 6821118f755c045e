package dev.rlaif.trainer.cli;

import dev.rlaif.plan.Documents;
import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.Planned;
import dev.rlaif.plan.Problem;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options of every command that reads documents, and what they are planned into. */
final class DocumentOptions {
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

  boolean areGiven() {
    return !files.isEmpty();
  }

  /** The plan of the one run in the files; all problems at once where there is none. */
  RunPlan run() {
    return run(List.of());
  }

  /** The same with more overrides than were given as {@code --set}. */
  RunPlan run(List<String> more) {
    List<String> all = new ArrayList<>(sets);
    all.addAll(more);
    return planned(RunPlanner.plan(Documents.read(files, all)));
  }

  /** The plan of a judge's proof; the name may be absent where the files hold one judge. */
  JudgeCheckPlan judge(Optional<String> name) {
    return planned(RunPlanner.judge(documents(), name));
  }

  private Documents documents() {
    return Documents.read(files, sets);
  }

  private static <T> T planned(Planned<T> planned) {
    return planned.orElseThrow(
        problems -> StageFailure.wrong(problems.size() + " to correct:\n" + lines(problems)));
  }

  private static String lines(List<Problem> problems) {
    return problems.stream().map(problem -> "  " + problem).collect(Collectors.joining("\n"));
  }
}
