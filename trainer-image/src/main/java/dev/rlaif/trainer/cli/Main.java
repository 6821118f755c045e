package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.stage.StageFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command line: one command per stage, and {@code run} for all of them on this machine. */
@Command(
    name = "rlaif",
    mixinStandardHelpOptions = true,
    version = "rlaif 0.1.0",
    scope = ScopeType.INHERIT,
    description = "Alignment of a chat model by AI feedback: judge proved, trained, gated, served.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      JudgeCommand.class,
      PromptsCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ServeCommand.class,
      GenerateCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((error, command, parsed) -> exitCode(error, command));
  }

  /** A failure that a person can act on is one message; anything else is shown whole. */
  private static int exitCode(Exception error, CommandLine command) {
    if (error instanceof StageFailure failure) {
      String message = command.getColorScheme().errorText(failure.getMessage()).toString();
      command.getErr().println("rlaif: " + message);
      return failure.exit().code();
    }
    command.getErr().println("rlaif: something broke that should not; please report this:");
    error.printStackTrace(command.getErr());
    return 1;
  }
}
