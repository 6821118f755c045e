package dev.rlaif.trainer.cli;

import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.PromptMode;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.prompt.PromptManifest;
import dev.rlaif.trainer.prompt.PromptsStage;
import dev.rlaif.trainer.run.Progress;
import dev.rlaif.trainer.run.RunStages;
import dev.rlaif.trainer.stage.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "prompts",
    description = "Reads or generates the prompts of a run, and splits them without a leak.")
final class PromptsCommand implements Callable<Integer> {
  @Mixin private final DocumentOptions documents = new DocumentOptions();

  @Option(
      names = "--workspace",
      required = true,
      paramLabel = "DIR",
      description = "Folder that takes prompts/train.jsonl, held-out.jsonl and manifest.json.")
  private Path workspace = Path.of("");

  @Option(names = "--json", description = "Prints the manifest as JSON.")
  private boolean json;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    RunPlan plan = documents.run();
    Map<String, String> environment = Main.environment(command);
    var log =
        new RunLog(
            new Terminal(
                command.commandLine().getErr(),
                Terminal.Detail.EVERYTHING,
                Terminal.Kind.of(environment)));
    // Whatever is had is kept at once, so there is nothing to do when a signal comes.
    try (var stages =
        new RunStages(
            plan,
            new Workspace(workspace),
            environment,
            new Progress(log, Clock.systemUTC()),
            StopSignal.NEVER)) {
      if (isWrittenByTheRunsModel(plan) && stages.downloads()) {
        stages.download();
      }
      PromptManifest manifest = stages.prompts();
      PrintWriter out = command.commandLine().getOut();
      out.print(json ? PromptsStage.json(manifest) : stages.promptsText(manifest));
      out.flush();
    }
    return 0;
  }

  private static boolean isWrittenByTheRunsModel(RunPlan plan) {
    GeneratedPrompts generate = plan.spec().prompts().generate();
    return generate != null && generate.mode() == PromptMode.OFFLINE;
  }
}
