package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description =
        "Proves the judge, makes the prompts, trains, evaluates, and serves if asked to: the whole"
            + " recipe on this machine. Goes on where an earlier run of it stopped.")
final class RunCommand implements Callable<Integer> {
  @Mixin private final RunSelection selection = new RunSelection();
  @Mixin private final OverwriteOption overwrite = new OverwriteOption();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ServeOptions serving = new ServeOptions();

  @Option(names = "--serve", description = "Serves the tuned model if it passed.")
  private boolean serve;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    Terminal terminal = output.terminal(command);
    try (LocalRun run =
        new LocalRun(selection.begin(overwrite.earlier()), Main.environment(command), terminal)) {
      EvaluationReport report = stoppable(run, terminal, RunCommand::stages);
      if (serve && report.verdict().passed()) {
        serving.serve(run, terminal);
      } else if (serve) {
        terminal.result("   not served: the evaluation rejected the run");
      }
      return 0;
    }
  }

  private static EvaluationReport stages(LocalRun run, StopOnSignal stop) {
    run.loadModel();
    run.proveJudges();
    run.preparePrompts();
    run.train(stop);
    return run.evaluate();
  }

  /** Does stages that a signal ends in good order. */
  static <T> T stoppable(
      LocalRun run, Terminal terminal, BiFunction<LocalRun, StopOnSignal, T> stages) {
    try (StopOnSignal stop = new StopOnSignal(terminal)) {
      try {
        return stages.apply(run, stop);
      } catch (StageFailure failure) {
        stop.failed(failure);
        throw failure;
      }
    }
  }
}
