package dev.rlaif.trainer.cli;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.prompt.PromptManifest;
import dev.rlaif.trainer.prompt.PromptsStage;
import dev.rlaif.trainer.prompt.PromptsText;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StopSignal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    RunPlan plan = documents.run();
    Map<String, String> environment = Main.environment(command);
    var progress =
        Terminal.ofProgress(command.commandLine().getErr(), Terminal.Kind.of(environment));
    PromptManifest manifest =
        new PromptsStage(
                Sources.of(environment, plan.configMaps()),
                environment,
                Optional.empty(),
                (done, of) -> progress.progress("generating", done, of),
                StopSignal.NEVER)
            .run(plan.spec().prompts(), new Workspace(workspace));
    command.commandLine().getOut().print(PromptsText.of(manifest));
    command.commandLine().getOut().flush();
    return 0;
  }
}
