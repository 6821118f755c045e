package dev.rlaif.trainer.cli;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.run.RunListener;
import dev.rlaif.trainer.stage.StageFailure;
import java.time.Clock;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What the stages of a run say: to a person, or to a program. */
final class RunOutput {
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--json",
      description =
          "Prints a JSON object a line for all that happens: stages, progress, steps, results,"
              + " errors; for programs.")
  private boolean json;

  /** For a person; beside JSON it is silent but for results, which go to the other stream. */
  Terminal terminal(CommandSpec command) {
    return json
        ? new Terminal(command.commandLine().getErr(), Terminal.Detail.RESULTS, Terminal.Kind.PLAIN)
        : output.terminal(command);
  }

  RunListener log(CommandSpec command, Terminal terminal) {
    return json ? events(command) : new RunLog(terminal);
  }

  /** Does work whose failure is told to a program, too. */
  <T> T told(CommandSpec command, Supplier<T> work) {
    try {
      return work.get();
    } catch (StageFailure failure) {
      if (json) {
        events(command).failed(failure);
      }
      throw failure;
    }
  }

  /** Which run it is. */
  void begins(CommandSpec command, RunPlan plan, Workspace workspace) {
    if (json) {
      events(command).run(plan, workspace);
    }
  }

  private static JsonLog events(CommandSpec command) {
    return new JsonLog(command.commandLine().getOut(), Clock.systemUTC());
  }
}
