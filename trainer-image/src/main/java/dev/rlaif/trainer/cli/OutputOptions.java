package dev.rlaif.trainer.cli;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;

/** How much a command says. */
final class OutputOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "Prints results and errors only.")
  private boolean quiet;

  Terminal terminal(CommandSpec command) {
    Map<String, String> environment = Main.environment(command);
    Terminal.Kind kind = Terminal.Kind.of(environment);
    return new Terminal(
        command.commandLine().getOut(),
        quiet ? Terminal.Detail.RESULTS : Terminal.Detail.EVERYTHING,
        kind,
        Style.of(kind, environment),
        kind == Terminal.Kind.INTERACTIVE ? columns() : Terminal.COLUMNS);
  }

  /** As the terminal says; 80 where it says nothing. */
  private static int columns() {
    return new UsageMessageSpec().autoWidth(true).width();
  }
}
