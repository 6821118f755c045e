package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.run.Failures;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
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
      InitCommand.class,
      RunCommand.class,
      CompareCommand.class,
      PlanCommand.class,
      JudgeCommand.class,
      PromptsCommand.class,
      PairsCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ServeCommand.class,
      ViewCommand.class,
      ChatCommand.class,
      GenerateCommand.class,
      MergeCommand.class,
      ExportCommand.class,
      BenchCommand.class,
      StageCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  /** Commands of the operator, which the launcher of a checkout goes to. */
  private static final String[] CLUSTER = {
    "",
    "On a Kubernetes cluster, with ./rlaif of a checkout:",
    "  plan --kubernetes  Prints every object that a run and its judges would create.",
    "  status             Shows runs and judges, or one of them whole with what to do now."
  };

  private final Map<String, String> environment;
  private final Reader in;

  private Main(Map<String, String> environment, Reader in) {
    this.environment = Map.copyOf(environment);
    this.in = in;
  }

  public static void main(String[] args) {
    System.exit(commandLine(System.getenv()).execute(args));
  }

  /**
   * @param environment variables, where RLAIF_HOME, NO_COLOR, TERM and API keys are looked up
   */
  static CommandLine commandLine(Map<String, String> environment) {
    return commandLine(environment, new InputStreamReader(System.in, Charset.defaultCharset()));
  }

  /**
   * @param in what a person types
   */
  static CommandLine commandLine(Map<String, String> environment, Reader in) {
    boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    CommandLine line = new CommandLine(new Main(environment, in));
    line.getCommandSpec().usageMessage().footer(CLUSTER);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(plain ? Ansi.OFF : Ansi.AUTO))
        .setExecutionExceptionHandler((error, command, parsed) -> exitCode(error, command));
  }

  /** The variables that the command line of a command was made with, or the process's. */
  static Map<String, String> environment(CommandSpec command) {
    return command.root().userObject() instanceof Main main ? main.environment : System.getenv();
  }

  /** What a person types, who is asked by a command. */
  static BufferedReader input(CommandSpec command) {
    return new BufferedReader(((Main) command.root().userObject()).in);
  }

  /** A failure that a person can act on is one message; anything else is shown whole. */
  private static int exitCode(Exception error, CommandLine command) {
    Optional<StageFailure> known = Failures.known(error);
    if (known.isPresent()) {
      String message = command.getColorScheme().errorText(known.get().message()).toString();
      command.getErr().println("rlaif: " + message);
      return known.get().exit().code();
    }
    command.getErr().println("rlaif: something broke that should not; please report this:");
    error.printStackTrace(command.getErr());
    return 1;
  }
}
