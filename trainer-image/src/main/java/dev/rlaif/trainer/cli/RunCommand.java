package dev.rlaif.trainer.cli;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.page.PageServer;
import dev.rlaif.trainer.page.PageSettings;
import dev.rlaif.trainer.run.RunStages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  @Mixin private final RunOutput output = new RunOutput();
  @Mixin private final ServeOptions serving = new ServeOptions();

  @Option(names = "--serve", description = "Serves the tuned model if it passed.")
  private boolean serve;

  @Option(
      names = "--view",
      description = "Shows the run in the browser while it goes on; its address is printed.")
  private boolean view;

  @Option(
      names = "--view-port",
      defaultValue = "0",
      paramLabel = "PORT",
      description = "Port of --view, on this machine only; default: a free one.")
  private int viewPort;

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
                output.log(command, terminal));
        Shown page = page(run.stages().workspace(), environment, terminal)) {
      output.begins(command, run.stages().plan(), run.stages().workspace());
      StageReport report = run.stoppable(RunCommand::stages);
      terminal.line("\n" + Written.text(run.stages().plan(), run.stages().workspace()));
      if (serve && report.reason() == Reason.PASSED) {
        serving.serve(run.stages(), true, environment, terminal);
      } else if (serve) {
        terminal.result("   not served: the evaluation rejected the run");
      }
      return 0;
    }
  }

  /** The page of the run while it goes on; nothing is to be closed where nobody asked for it. */
  private interface Shown extends AutoCloseable {
    @Override
    void close();
  }

  private Shown page(Workspace workspace, Map<String, String> environment, Terminal terminal) {
    if (!view) {
      terminal.line("look at it with: " + ViewCommand.line(workspace));
      return () -> {};
    }
    var settings = new PageSettings(workspace, Optional.empty(), List.of(), "127.0.0.1", viewPort);
    PageServer server = PageServer.start(settings, environment);
    terminal.line("look at it: http://127.0.0.1:" + server.port() + "/");
    return server::close;
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
