package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judges;
import dev.rlaif.trainer.judge.OutageWatch;
import dev.rlaif.trainer.rescore.KeptSample;
import dev.rlaif.trainer.rescore.KeptSamples;
import dev.rlaif.trainer.rescore.Rescore;
import dev.rlaif.trainer.rescore.RescoreSummary;
import dev.rlaif.trainer.rescore.RescoreText;
import dev.rlaif.trainer.rescore.RescoredSample;
import dev.rlaif.trainer.rescore.StepRange;
import dev.rlaif.trainer.run.StopOnSignal;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.Stopped;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    name = "rescore",
    description = "Scores the answers that a run kept with another judge, and compares the two.")
final class JudgeRescoreCommand implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(10);

  @Mixin private final DocumentOptions documents = new DocumentOptions();

  @Option(
      names = "--name",
      paramLabel = "JUDGE",
      description = "Which RewardJudge, where the files hold several.")
  private @Nullable String name;

  @Option(
      names = {"-w", "--workspace"},
      paramLabel = "DIR",
      required = true,
      description = "Folder of the run; scores that it holds are not paid for again.")
  private Path workspace = Path.of("");

  @Option(
      names = "--step",
      paramLabel = "N..M",
      description = "Answers of these training steps only; all, and the evaluation's, if left out.")
  private @Nullable String steps;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "JSON lines with both scores; judge/JUDGE/rescored.jsonl of the run if left out.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Prints the summary as JSON.")
  private boolean json;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws JsonProcessingException {
    JudgeCheckPlan plan = documents.judge(Optional.ofNullable(name));
    var run = new Workspace(workspace);
    List<KeptSample> samples =
        KeptSamples.read(run, Optional.ofNullable(steps).map(StepRange::parse));
    String judgeName = plan.judge().name();
    Path file = out == null ? run.judge(judgeName).resolve("rescored.jsonl") : out;
    AtomicFile.makeFolder(file);
    Map<String, String> environment = Main.environment(command);
    try (Judge judge =
        new Judges(Sources.of(environment, plan.configMaps()), environment, Optional.of(run))
            .open(plan.judge())) {
      List<RescoredSample> rescored = rescore(judge, samples, environment);
      AtomicFile.write(file, JsonLines.text(rescored));
      RescoreSummary summary = RescoreSummary.of(judge.name(), judge.hash(), rescored);
      PrintWriter printed = command.commandLine().getOut();
      printed.print(
          json
              ? new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(summary)
                  + "\n"
              : RescoreText.of(summary) + "every answer: " + file + "\n");
      printed.flush();
    }
    return 0;
  }

  private List<RescoredSample> rescore(
      Judge judge, List<KeptSample> samples, Map<String, String> environment) {
    var terminal =
        Terminal.ofProgress(command.commandLine().getErr(), Terminal.Kind.of(environment));
    long begun = System.nanoTime();
    try (var signal = new StopOnSignal(GRACE, terminal::line, () -> {})) {
      var stop =
          new OutageWatch(
              judge,
              outage -> terminal.line("the judge is down and is waited for; " + outage.why()),
              () -> terminal.line("the judge is back"),
              signal);
      try {
        return new Rescore(judge, stop)
            .run(samples, (done, of) -> terminal.progress(progress(begun, done, of), done == of));
      } catch (Stopped stopped) {
        StageFailure failure =
            StageFailure.interrupted(
                "stopped; the same command goes on, and asks for no score twice");
        signal.exit(failure.exit().code());
        throw failure;
      }
    }
  }

  private static String progress(long begun, long done, long of) {
    long left = (System.nanoTime() - begun) / 1_000_000_000L * (of - done) / done;
    return "rescoring %d of %d, %d:%02d:%02d left"
        .formatted(done, of, left / 3600, left / 60 % 60, left % 60);
  }
}
