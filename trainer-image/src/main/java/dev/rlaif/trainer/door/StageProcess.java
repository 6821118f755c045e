package dev.rlaif.trainer.door;

import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageProgress;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.run.Failures;
import dev.rlaif.trainer.run.PlanFile;
import dev.rlaif.trainer.run.Progress;
import dev.rlaif.trainer.run.Reports;
import dev.rlaif.trainer.run.RunListener;
import dev.rlaif.trainer.run.StopOnSignal;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stage as a container runs it: whatever becomes of it, a report says so. */
public final class StageProcess {
  private static final Logger LOG = LoggerFactory.getLogger(StageProcess.class);

  /** Of a pod whose plan says nothing else. */
  private static final Duration USUAL_GRACE = Duration.ofSeconds(30);

  /** Left of the grace period to end in. */
  private static final Duration MARGIN = Duration.ofSeconds(3);

  private final StageName stage;
  private final DoorPlaces places;
  private final Map<String, String> environment;
  private final RunListener log;
  private final Progress progress;
  private final ReportFile report;
  private volatile String hash = "";

  /**
   * @param environment variables, where secrets and the hub's address are looked up
   * @param log takes what people may want to read
   */
  public StageProcess(
      StageName stage, DoorPlaces places, Map<String, String> environment, RunListener log) {
    this.stage = stage;
    this.places = places;
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.progress = new Progress(log, Clock.systemUTC());
    this.report = new ReportFile(places.report());
  }

  /**
   * Runs the stage.
   *
   * @return the exit code of the process
   */
  public int run() {
    try {
      return stage == StageName.JUDGE ? judge() : ofRun();
    } catch (StageFailure unreadablePlan) {
      return end(failed(unreadablePlan), unreadablePlan.exit().code());
    }
  }

  private int judge() {
    JudgeCheckPlan plan = PlanFile.read(places.plan(), JudgeCheckPlan.class);
    hash = plan.judge().hash();
    Optional<Workspace> workspace =
        Optional.of(places.workspace()).filter(folder -> Files.isDirectory(folder.root()));
    return watched(
        USUAL_GRACE, stop -> new PlannedStage(environment, progress, stop).judge(plan, workspace));
  }

  private int ofRun() {
    RunPlan plan = PlanFile.read(places.plan(), RunPlan.class);
    hash = plan.hash();
    var grace = Duration.ofSeconds(plan.spec().training().terminationGracePeriodSeconds());
    return watched(
        stage == StageName.TRAIN ? grace : USUAL_GRACE,
        stop -> new PlannedStage(environment, progress, stop).run(stage, plan, places.workspace()));
  }

  /** What is done between the two signals of a container's life. */
  private interface Work {
    StageReport run(StopOnSignal stop);
  }

  private int watched(Duration grace, Work work) {
    Optional<ProgressServer> server =
        ProgressServer.start(places.progressHost(), places.progressPort(), this::now);
    try (StopOnSignal stop =
        new StopOnSignal(grace.minus(MARGIN), log::notes, this::reportStopping)) {
      int code = ended(work, stop);
      stop.exit(code);
      return code;
    } finally {
      server.ifPresent(ProgressServer::close);
    }
  }

  private int ended(Work work, StopOnSignal stop) {
    try {
      return end(work.run(stop), 0);
    } catch (RuntimeException | Error thrown) {
      StageFailure failure = Failures.of(thrown);
      if (failure != thrown) {
        LOG.error("the {} stage failed", stage.word(), thrown);
      }
      return end(failed(failure), failure.exit().code());
    }
  }

  private int end(StageReport said, int code) {
    report.writeAtTheEnd(said);
    log.concludes(stage.word() + ": " + said.reason().word() + ": " + said.message());
    return code;
  }

  /** Overwritten by the stage's own report, unless the process is killed first. */
  private void reportStopping() {
    report.writeBeforeTheEnd(
        failed(StageFailure.interrupted("asked to stop, and killed before it ended by itself")));
  }

  private StageReport failed(StageFailure failure) {
    return Reports.failed(stage, hash, failure, progress);
  }

  private StageProgress now() {
    return new StageProgress(
        stage,
        hash,
        progress.training().orElse(null),
        progress.checkpoint().orElse(null),
        progress.pause().orElse(null));
  }
}
