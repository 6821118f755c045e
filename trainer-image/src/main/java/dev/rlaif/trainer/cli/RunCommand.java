package dev.rlaif.trainer.cli;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.StageReport;
import dev.rlaif.trainer.run.RunStages;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description =
        "Proves the judge, makes the prompts, trains, evaluates, and serves if asked to: the whole"
            + " recipe on this machine. Goes on where an earlier run of it stopped.")
final class RunCommand implements Callable<Integer> {
  @Mixin private final RunSelection selection = new RunSelection();
  @Mixin private final OverwriteOption overwrite = new OverwriteOption();
  @Mixin private final DeviceOption device = new DeviceOption();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ServeOptions serving = new ServeOptions();

  @Option(names = "--serve", description = "Serves the tuned model if it passed.")
  private boolean serve;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    Terminal terminal = output.terminal(command);
    Map<String, String> environment = device.in(Main.environment(command));
    try (LocalRun run =
        new LocalRun(selection.begin(overwrite.earlier(), environment), environment, terminal)) {
      terminal.line("look at it with: " + ViewCommand.line(run.stages().workspace()));
      StageReport report = run.stoppable(RunCommand::stages);
      if (serve && report.reason() == Reason.PASSED) {
        serving.serve(run.stages(), environment, terminal);
      } else if (serve) {
        terminal.result("   not served: the evaluation rejected the run");
      }
      return 0;
    }
  }

  private static StageReport stages(RunStages run) {
    prepare(run);
    learn(run);
    return run.evaluate();
  }

  static void learn(RunStages run) {
    if (run.learnsFromPairs()) {
      run.pair();
    }
    run.train();
  }

  /** What comes before training; cheap tests first, then the judge, then what costs. */
  static void prepare(RunStages run) {
    run.loadModel();
    run.proveJudges();
    if (run.downloads()) {
      run.download();
    }
    run.preparePrompts();
  }
}
