package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.EvaluationStatus;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.operator.observe.PodEnd;
import dev.rlaif.operator.observe.StageObservation;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import java.util.Optional;

/**
 * A Job is complete: its stage has succeeded if it says so itself, for the very plan of the run.
 */
final class Completion {
  /** Folder of the adapter, as {@link dev.rlaif.plan.Workspace#adapter()} names it. */
  private static final String ADAPTER = "adapter";

  private final Pass pass;
  private final StageObservation there;
  private final StageName stage;

  Completion(Pass pass, StageObservation there) {
    this.pass = pass;
    this.there = there;
    this.stage = there.stage();
  }

  /** Absent where the next stage's turn has come. */
  Optional<RunDecision> decide() {
    pass.draft().stage(pass.memory(stage).with(there));
    Optional<StageReport> report = ownReport(pass, there).filter(this::isWhole);
    if (report.isPresent()) {
      succeeded(report.get());
      return Optional.empty();
    }
    return Optional.of(there.podSeen() ? unreadable() : lostWithItsPod());
  }

  /** Figures of whatever the stage said last, be it at a failure. */
  static void takeFigures(Pass pass, StageObservation there) {
    ownReport(pass, there)
        .ifPresent(
            report -> {
              if (there.stage() == StageName.TRAIN) {
                pass.draft().training(report.training()).checkpoint(report.checkpoint());
              }
            });
  }

  private void succeeded(StageReport report) {
    takeFigures(pass, there);
    pass.draft()
        .stage(pass.memory(stage).ended(StageState.SUCCEEDED, Reason.COMPLETED, report.message()));
    if (stage == StageName.TRAIN) {
      pass.draft().adapter(ADAPTER);
    }
    EvaluationStatus evaluation = report.evaluation();
    if (stage == StageName.EVALUATE && evaluation != null) {
      pass.draft().evaluation(evaluation);
    }
  }

  private RunDecision unreadable() {
    String exit =
        there
            .lastEnd()
            .flatMap(PodEnd::exitCode)
            .map(code -> "its container ended with exit code " + code)
            .orElse("its Job is complete");
    return new Failure(pass)
        .ofStage(there, Reason.REPORT_MISSING, exit + " without a report on this plan");
  }

  /**
   * The stage is done, but its pod is gone with its words. It is run again: a stage that finds its
   * own result for the same plan only reports it.
   */
  private RunDecision lostWithItsPod() {
    StageStatus again = pass.memory(stage).withFailure();
    pass.draft().stage(again);
    if (StageMemory.failures(again) > pass.memory(stage).backoffLimit()) {
      return unreadable();
    }
    there.job().map(Action.Delete::new).ifPresent(pass::act);
    pass.draft()
        .phase(StagePhase.of(stage))
        .headline(
            Headline.inProgress(
                Reason.JOB_RECREATED,
                "stage "
                    + stage.word()
                    + ": its pod is gone, and with it"
                    + " its report: the stage is run again to say it"));
    return pass.decision();
  }

  private static Optional<StageReport> ownReport(Pass pass, StageObservation there) {
    return there
        .lastEnd()
        .flatMap(PodEnd::report)
        .filter(report -> report.stage() == there.stage())
        .filter(report -> report.hash().equals(pass.run().plan().hash()));
  }

  private boolean isWhole(StageReport report) {
    EvaluationStatus evaluation = report.evaluation();
    return report.outcome() == StageReport.Outcome.SUCCEEDED
        && (stage != StageName.EVALUATE || evaluation != null && evaluation.passed() != null);
  }
}
