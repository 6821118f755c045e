package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.run.RunStages;
import dev.rlaif.trainer.run.Runs;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description = "Compares base and tuned model on the held-out prompts, and gives the verdict.")
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private final RunSelection selection = new RunSelection();
  @Mixin private final DeviceOption device = new DeviceOption();
  @Mixin private final RunOutput output = new RunOutput();
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    Terminal terminal = output.terminal(command);
    Map<String, String> environment = device.in(Main.environment(command));
    return output.told(command, () -> run(environment, terminal));
  }

  private int run(Map<String, String> environment, Terminal terminal) {
    try (LocalRun run =
        new LocalRun(
            selection.begin(Runs.Earlier.KEPT, environment),
            environment,
            terminal,
            output.log(command, terminal))) {
      output.begins(command, run.stages().plan(), run.stages().workspace());
      run.stoppable(RunStages::evaluate);
      return 0;
    }
  }
}
