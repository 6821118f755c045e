package dev.rlaif.trainer.cli;

import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.proof.JudgeProofReport;
import dev.rlaif.trainer.proof.JudgeProofText;
import dev.rlaif.trainer.proof.JudgeStage;
import dev.rlaif.trainer.run.JudgeProofs;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
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

  @Option(
      names = "--labels",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "30",
      description =
          "Instead of the proof: asks you whether N answers are good (30), of the workspace's run or"
              + " else of the examples, and says how far you and the judge agree.")
  private @Nullable Integer labels;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Who labels; the name of the account where it is left out.")
  private String who = System.getProperty("user.name", "somebody");

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    JudgeCheckPlan plan = documents.judge(Optional.ofNullable(name));
    Map<String, String> environment = Main.environment(command);
    Sources sources = Sources.of(environment, plan.configMaps());
    return labels == null ? prove(plan, sources, environment) : label(plan, sources, environment);
  }

  private int prove(JudgeCheckPlan plan, Sources sources, Map<String, String> environment) {
    var progress =
        Terminal.ofProgress(command.commandLine().getErr(), Terminal.Kind.of(environment));
    Optional<Workspace> folder = Optional.ofNullable(workspace).map(Workspace::new);
    JudgeProofReport report =
        new JudgeProofs(sources, environment)
            .prove(
                plan.judge(),
                folder,
                (done, of) -> progress.progress("judging", done, of),
                StopSignal.NEVER);
    PrintWriter out = command.commandLine().getOut();
    out.print(json ? JudgeStage.json(report) : JudgeProofText.of(report));
    if (!json) {
      folder.ifPresent(of -> out.println("page: " + of.judgePage(plan.judge().name())));
    }
    out.flush();
    return report.passed() ? 0 : StageFailure.Exit.WRONG.code();
  }

  private int label(JudgeCheckPlan plan, Sources sources, Map<String, String> environment) {
    if (workspace == null || labels == null || labels < 1) {
      throw StageFailure.wrong(
          "--labels needs a number of at least 1, and --workspace DIR, where the labels are kept");
    }
    PrintWriter out = command.commandLine().getOut();
    var session = new LabelSession(Main.input(command), out, Clock.systemUTC());
    new JudgeLabels(plan.judge(), new Workspace(workspace), sources, environment)
        .label(session, labels, who, out);
    return 0;
  }
}
