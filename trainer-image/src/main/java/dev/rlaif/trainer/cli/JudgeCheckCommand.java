package dev.rlaif.trainer.cli;

import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.proof.JudgeProofReport;
import dev.rlaif.trainer.proof.JudgeProofText;
import dev.rlaif.trainer.proof.JudgeStage;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description = "Proves that a judge scores right, on the examples of its spec.validation.")
final class JudgeCheckCommand implements Callable<Integer> {
  @Mixin private final DocumentOptions documents = new DocumentOptions();

  @Option(
      names = "--name",
      paramLabel = "JUDGE",
      description = "Which RewardJudge, where the files hold several.")
  private @Nullable String name;

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      description = "Folder that keeps the report, every call, and scores that were had already.")
  private @Nullable Path workspace;

  @Option(names = "--json", description = "Prints the report as JSON.")
  private boolean json;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    JudgeCheckPlan plan = documents.judge(Optional.ofNullable(name));
    Map<String, String> environment = Main.environment(command);
    var progress =
        Terminal.ofProgress(command.commandLine().getErr(), Terminal.Kind.of(environment));
    JudgeProofReport report =
        new JudgeStage(Sources.of(environment, plan.configMaps()), environment)
            .run(
                plan.judge(),
                Optional.ofNullable(workspace).map(Workspace::new),
                (done, of) -> progress.progress("judging", done, of),
                StopSignal.NEVER);
    PrintWriter out = command.commandLine().getOut();
    out.print(json ? JudgeStage.json(report) : JudgeProofText.of(report));
    out.flush();
    return report.passed() ? 0 : StageFailure.Exit.WRONG.code();
  }
}
