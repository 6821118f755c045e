package dev.rlaif.trainer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    description =
        "Trains the adapter of a run, from its newest checkpoint, against a judge that is proved.")
final class TrainCommand implements Callable<Integer> {
  @Mixin private final RunSelection selection = new RunSelection();
  @Mixin private final OverwriteOption overwrite = new OverwriteOption();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    Terminal terminal = output.terminal(command);
    try (LocalRun run =
        new LocalRun(selection.begin(overwrite.earlier()), Main.environment(command), terminal)) {
      return RunCommand.stoppable(run, terminal, TrainCommand::stages);
    }
  }

  private static Integer stages(LocalRun run, StopOnSignal stop) {
    run.loadModel();
    run.proveJudges();
    run.preparePrompts();
    run.train(stop);
    return 0;
  }
}
