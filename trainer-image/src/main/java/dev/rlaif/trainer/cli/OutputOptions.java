package dev.rlaif.trainer.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How much a command says. */
final class OutputOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "Prints results and errors only.")
  private boolean quiet;

  Terminal terminal(CommandSpec command) {
    return new Terminal(
        command.commandLine().getOut(),
        quiet ? Terminal.Detail.RESULTS : Terminal.Detail.EVERYTHING,
        Terminal.Kind.of(Main.environment(command)));
  }
}
