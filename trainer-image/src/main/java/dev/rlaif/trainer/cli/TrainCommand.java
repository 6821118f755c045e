package dev.rlaif.trainer.cli;

import dev.rlaif.plan.StageName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "train", description = "Trains the adapter of a run, from its newest checkpoint.")
final class TrainCommand implements Callable<Integer> {
  @Mixin private final RunSelection selection = new RunSelection();
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    return RunCommand.one(selection, command, StageName.TRAIN);
  }
}
