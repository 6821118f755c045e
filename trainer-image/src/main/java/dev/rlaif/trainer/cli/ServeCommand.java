package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.serve.ServingGate;
import java.util.concurrent.Callable;
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

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    Terminal terminal = output.terminal(command);
    try (LocalRun run = new LocalRun(selection.find(), Main.environment(command), terminal)) {
      Serving.check(run, force ? ServingGate.Mode.FORCED : ServingGate.Mode.PASSED_ONLY);
      serving.serve(run, terminal);
      return 0;
    }
  }
}
