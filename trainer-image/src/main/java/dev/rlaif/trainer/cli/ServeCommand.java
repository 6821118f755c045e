package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.serve.ServingGate;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = "Serves a run that passed its evaluation behind the OpenAI API.")
final class ServeCommand implements Callable<Integer> {
  @Mixin private final RunSelection selection = new RunSelection();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ServeOptions serving = new ServeOptions();

  @Option(names = "--force", description = "Serves a run that did not pass, to look at it.")
  private boolean force;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "The plan as a cluster mounts it, instead of -f; the workspace is only read.")
  private @Nullable Path plan;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    Terminal terminal = output.terminal(command);
    Path mounted = plan;
    try (LocalRun run =
        new LocalRun(
            mounted == null ? selection.find() : selection.mounted(mounted),
            Main.environment(command),
            terminal)) {
      var gate = force ? ServingGate.Mode.FORCED : ServingGate.Mode.PASSED_ONLY;
      Serving.check(run.stages().workspace(), gate);
      serving.serve(run.stages(), terminal);
      return 0;
    }
  }
}
