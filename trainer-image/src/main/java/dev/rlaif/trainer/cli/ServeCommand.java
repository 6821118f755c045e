package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.serve.ServingGate;
import dev.rlaif.trainer.stage.Sources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description =
        "Serves a run that passed its evaluation behind the OpenAI API, or a model by itself.")
final class ServeCommand implements Callable<Integer> {
  private static final int USUAL_PORT = 8000;

  @Mixin private final RunSelection selection = new RunSelection();
  @Mixin private final DeviceOption device = new DeviceOption();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ServeOptions serving = new ServeOptions();

  @Option(names = "--force", description = "Serves a run that did not pass, to look at it.")
  private boolean force;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "The plan as a cluster mounts it, instead of -f; the workspace is only read.")
  private @Nullable Path plan;

  @Option(
      names = "--model",
      paramLabel = "URI",
      description = "Serves this model by itself instead of a run: a folder, bundled:// or pvc://.")
  private @Nullable String model;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the model of --model; default: the name of its folder.")
  private @Nullable String name;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    Terminal terminal = output.terminal(command);
    String alone = model;
    if (alone == null) {
      return serveRun(terminal);
    }
    Path folder = Sources.of(Main.environment(command), Map.of()).path(alone);
    String served = Objects.requireNonNullElse(name, String.valueOf(folder.getFileName()));
    ComputeTarget target = device.target(Main.environment(command));
    serving.serve(
        USUAL_PORT,
        (more, settings) -> Serving.of(folder, target, served, more, settings),
        terminal);
    return 0;
  }

  private int serveRun(Terminal terminal) {
    Path mounted = plan;
    try (LocalRun run =
        new LocalRun(
            mounted == null ? selection.find() : selection.mounted(mounted),
            device.in(Main.environment(command)),
            terminal)) {
      var gate = force ? ServingGate.Mode.FORCED : ServingGate.Mode.PASSED_ONLY;
      Serving.check(run.stages().workspace(), gate);
      serving.serve(run.stages(), mounted == null, Main.environment(command), terminal);
      return 0;
    }
  }
}
