package dev.rlaif.trainer.cli;

import dev.rlaif.plan.StageName;
import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.concurrent.Callable;
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
  @Mixin private final ServeOptions serving = new ServeOptions();

  @Option(names = "--serve", description = "Serves the tuned model if it passed.")
  private boolean serve;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    Terminal terminal = new Terminal(command.commandLine().getOut());
    try (LocalRun run = new LocalRun(selection.run(), System.getenv(), terminal)) {
      EvaluationReport report = stages(run, terminal);
      if (serve && report.verdict().passed()) {
        serving.serve(run, terminal);
      } else if (serve) {
        terminal.line("   not served: the evaluation rejected the run");
      }
      return 0;
    }
  }

  private static EvaluationReport stages(LocalRun run, Terminal terminal) {
    try (StopOnSignal stop = new StopOnSignal(terminal)) {
      try {
        run.proveJudges();
        run.preparePrompts();
        run.train(stop);
        return run.evaluate();
      } catch (StageFailure failure) {
        stop.failed(failure);
        throw failure;
      }
    }
  }

  /** For the commands of single stages. */
  static Integer one(RunSelection selection, CommandSpec command, StageName stage) {
    Terminal terminal = new Terminal(command.commandLine().getOut());
    try (StopOnSignal stop = new StopOnSignal(terminal)) {
      try (LocalRun run = new LocalRun(selection.run(), System.getenv(), terminal)) {
        switch (stage) {
          case TRAIN -> {
            run.preparePrompts();
            run.train(stop);
          }
          case EVALUATE -> run.evaluate();
          case JUDGE, PROMPTS, PAIRS, SERVE ->
              throw new IllegalArgumentException(stage + " has a command of its own");
        }
        return 0;
      } catch (StageFailure failure) {
        stop.failed(failure);
        throw failure;
      }
    }
  }
}
