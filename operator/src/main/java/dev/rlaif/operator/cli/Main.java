package dev.rlaif.operator.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;

/** The commands of {@code rlaif} that are about clusters; no operator is started. */
@Command(
    name = "rlaif",
    mixinStandardHelpOptions = true,
    version = "rlaif 0.1.0",
    scope = ScopeType.INHERIT,
    description = "The commands that are about a Kubernetes cluster.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {PlanCommand.class, StatusCommand.class})
public final class Main {
  private final Map<String, String> environment;

  private Main(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public static void main(String[] args) {
    System.exit(commandLine(System.getenv()).execute(args));
  }

  /**
   * @param environment variables, where RLAIF_..., KUBECONFIG and NO_COLOR are looked up
   */
  static CommandLine commandLine(Map<String, String> environment) {
    boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new CommandLine(new Main(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(plain ? Ansi.OFF : Ansi.AUTO))
        .setExecutionExceptionHandler((error, command, parsed) -> exitCode(error, command));
  }

  /** The variables that the command line of a command was made with. */
  static Map<String, String> environment(CommandSpec command) {
    return ((Main) command.root().userObject()).environment;
  }

  /** A failure that a person can act on is one message; anything else is shown whole. */
  private static int exitCode(Exception error, CommandLine command) {
    if (error instanceof CommandFailure failure) {
      String message = command.getColorScheme().errorText(failure.getMessage()).toString();
      command.getErr().println("rlaif: " + message);
      return failure.exitCode();
    }
    if (error instanceof KubernetesClientException) {
      command.getErr().println("rlaif: the cluster does not answer: " + error.getMessage());
      return CommandFailure.ENVIRONMENT;
    }
    command.getErr().println("rlaif: something broke that should not; please report this:");
    error.printStackTrace(command.getErr());
    return CommandFailure.ENVIRONMENT;
  }
}
