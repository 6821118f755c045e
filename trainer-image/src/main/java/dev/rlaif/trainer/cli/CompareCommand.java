package dev.rlaif.trainer.cli;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.run.ComparedRun;
import dev.rlaif.trainer.run.Comparison;
import dev.rlaif.trainer.run.ComparisonTable;
import dev.rlaif.trainer.run.RunStages;
import dev.rlaif.trainer.run.SharedInputs;
import dev.rlaif.trainer.run.TrainerLimits;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "compare",
    description =
        "Runs variants of one document in turn, each in a folder of its own, and puts their figures"
            + " side by side. The judge is proved and the prompts are made once.")
final class CompareCommand implements Callable<Integer> {
  @Mixin private final DocumentOptions documents = new DocumentOptions();
  @Mixin private final Variants variants = new Variants();
  @Mixin private final OverwriteOption overwrite = new OverwriteOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = {"-w", "--workspace"},
      paramLabel = "DIR",
      description =
          "Folder that takes a workspace for each variant, comparison.md and comparison.json;"
              + " runs/<name of the run>-compared where it is left out.")
  private @Nullable Path given;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    Terminal terminal = output.terminal(command);
    Map<String, RunPlan> plans = plans();
    String run = plans.values().iterator().next().name();
    Path folder = given == null ? Path.of("runs", run + "-compared") : given;
    Comparison before = Comparison.read(folder);
    var done = new Comparison(List.of());
    Optional<Workspace> first = Optional.empty();
    for (Map.Entry<String, RunPlan> variant : plans.entrySet()) {
      String name = variant.getKey();
      RunPlan plan = variant.getValue();
      terminal.stage("compare", name + ", " + (done.runs().size() + 1) + " of " + plans.size());
      var workspace = new Workspace(folder.resolve(name));
      Optional<ComparedRun> known = before.find(name, plan);
      if (known.isEmpty()) {
        first.ifPresent(from -> SharedInputs.give(from, workspace, plan));
      }
      boolean proved = first.isPresent() && sameJudges(plans, plan);
      done = done.with(known.orElseGet(() -> run(name, plan, workspace, proved, terminal)));
      done.write(folder, run + ", compared");
      first = first.or(() -> Optional.of(workspace));
    }
    terminal.result("\n" + ComparisonTable.text(done.runs()).stripTrailing());
    terminal.line("   " + Comparison.markdown(folder));
    return 0;
  }

  private ComparedRun run(
      String name, RunPlan plan, Workspace workspace, boolean proved, Terminal terminal) {
    Map<String, String> environment = Main.environment(command);
    try (LocalRun run =
        new LocalRun(
            RunSelection.hold(plan, workspace, overwrite.earlier()), environment, terminal)) {
      double seconds = run.stoppable(stages -> stages(stages, proved));
      return Comparison.evaluated(name, plan, workspace, seconds);
    }
  }

  /** Seconds of what one algorithm does otherwise than another. */
  private static double stages(RunStages run, boolean proved) {
    run.loadModel();
    if (!proved) {
      run.proveJudges();
    }
    if (run.downloads()) {
      run.download();
    }
    run.preparePrompts();
    long start = System.nanoTime();
    RunCommand.learn(run);
    double seconds = (System.nanoTime() - start) / 1e9;
    run.evaluate();
    return seconds;
  }

  private static boolean sameJudges(Map<String, RunPlan> plans, RunPlan plan) {
    RunPlan first = plans.values().iterator().next();
    return first.judge().equals(plan.judge())
        && first.evaluationJudge().equals(plan.evaluationJudge());
  }

  /** All plans, or the problems of all of them: before the first one costs anything. */
  private Map<String, RunPlan> plans() {
    Map<String, RunPlan> plans = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    variants
        .byName()
        .forEach(
            (name, sets) -> {
              try {
                RunPlan plan = documents.run(sets);
                TrainerLimits.of(plan, Sources.of(Main.environment(command), plan.configMaps()))
                    .require();
                plans.put(name, plan);
              } catch (StageFailure failure) {
                problems.add("variant " + name + ": " + failure.message());
              }
            });
    if (!problems.isEmpty()) {
      throw StageFailure.wrong(String.join("\n", problems));
    }
    return plans;
  }
}
