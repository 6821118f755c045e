package dev.rlaif.trainer.cli;

import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.door.DoorPlaces;
import dev.rlaif.trainer.door.StageProcess;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "stage",
    description =
        "Runs one stage of a plan, as the container of its Job does: exit codes 0 done, 42 wrong,"
            + " 75 interrupted, else try again.")
final class StageCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "judge, model, prompts, pairs, train or evaluate.")
  private StageName stage = StageName.TRAIN;

  @Option(
      names = "--plan",
      defaultValue = StageDoor.PLAN_FILE,
      paramLabel = "FILE",
      description = "The plan, JSON; default: ${DEFAULT-VALUE}.")
  private Path plan = Path.of(StageDoor.PLAN_FILE);

  @Option(
      names = "--workspace",
      defaultValue = StageDoor.WORKSPACE,
      paramLabel = "DIR",
      description = "Folder of the run; default: ${DEFAULT-VALUE}.")
  private Path workspace = Path.of(StageDoor.WORKSPACE);

  @Option(
      names = "--report",
      defaultValue = StageDoor.REPORT_FILE,
      paramLabel = "FILE",
      description = "Takes the report, JSON of at most 4096 bytes; default: ${DEFAULT-VALUE}.")
  private Path report = Path.of(StageDoor.REPORT_FILE);

  @Option(
      names = "--progress-port",
      defaultValue = "" + StageDoor.PROGRESS_PORT,
      paramLabel = "PORT",
      description =
          "Answers GET /progress and /healthz; 0 takes a free one; default: ${DEFAULT-VALUE}.")
  private int progressPort = StageDoor.PROGRESS_PORT;

  @Option(
      names = "--progress-host",
      defaultValue = "0.0.0.0",
      paramLabel = "ADDRESS",
      description = "Address that progress is told on; default: ${DEFAULT-VALUE}.")
  private String progressHost = "0.0.0.0";

  @Mixin private final OutputOptions output = new OutputOptions();
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    var places = new DoorPlaces(plan, new Workspace(workspace), report, progressHost, progressPort);
    return new StageProcess(
            stage, places, Main.environment(command), new RunLog(output.terminal(command)))
        .run();
  }
}
