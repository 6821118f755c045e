package dev.rlaif.operator.cli;

import dev.rlaif.operator.objects.Contexts;
import dev.rlaif.operator.objects.DryRun;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    description =
        "Prints every Kubernetes object that a run and its judges would create, in order, or all"
            + " problems. Asks no cluster.")
final class PlanCommand implements Callable<Integer> {
  /** How objects are written. */
  enum Format {
    YAML,
    JSON
  }

  @Option(
      names = "--kubernetes",
      required = true,
      description = "Objects of a cluster, instead of what the run does.")
  private boolean kubernetes;

  @Option(
      names = {"-f", "--file"},
      required = true,
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

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      defaultValue = "default",
      description = "Of documents that name none; default: ${DEFAULT-VALUE}.")
  private String namespace = "default";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "yaml",
      description = "yaml, with comments on when each is made, or json; default: ${DEFAULT-VALUE}.")
  private Format format = Format.YAML;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    Contexts contexts =
        Contexts.of(
                Documents.read(files, sets),
                namespace,
                SettingsFromEnvironment.of(Main.environment(command)))
            .orElseThrow(PlanCommand::refusal);
    List<DryRun.Made> made = DryRun.of(contexts);
    PrintWriter out = command.commandLine().getOut();
    out.print(
        switch (format) {
          case YAML -> ObjectText.yaml(made);
          case JSON -> ObjectText.json(made);
        });
    out.flush();
    return 0;
  }

  private static CommandFailure refusal(List<Problem> problems) {
    return CommandFailure.wrong(
        problems.size()
            + " to correct:\n"
            + problems.stream().map(problem -> "  " + problem).collect(Collectors.joining("\n")));
  }
}
