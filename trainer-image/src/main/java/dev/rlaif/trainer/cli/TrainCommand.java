package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.run.RunStages;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    description =
        "Trains the adapter of a run, from its newest checkpoint, against a judge that is proved; with"
            + " DPO on pairs, which are made first.")
final class TrainCommand implements Callable<Integer> {
  @Mixin private final RunSelection selection = new RunSelection();
  @Mixin private final OverwriteOption overwrite = new OverwriteOption();
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
            selection.begin(overwrite.earlier(), environment),
            environment,
            terminal,
            output.log(command, terminal))) {
      output.begins(command, run.stages().plan(), run.stages().workspace());
      return run.stoppable(TrainCommand::stages);
    }
  }

  private static Integer stages(RunStages run) {
    RunCommand.prepare(run);
    RunCommand.learn(run);
    return 0;
  }
}
