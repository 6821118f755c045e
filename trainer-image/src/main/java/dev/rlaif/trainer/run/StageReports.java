package dev.rlaif.trainer.run;

import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.StageReport.Outcome;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What stages said when they were finished, kept so that a second run repeats nothing. */
final class StageReports {
  private final Workspace workspace;

  StageReports(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * The report of a stage that is finished.
   *
   * @param hash of what decided the stage's result
   */
  Optional<StageReport> finished(StageName stage, String hash) {
    Path file = workspace.stageReport(stage);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return StageReport.read(Files.readString(file))
          .filter(report -> report.stage() == stage && report.hash().equals(hash))
          .filter(report -> report.outcome() == Outcome.SUCCEEDED);
    } catch (IOException e) {
      return Optional.empty(); // unreadable says nothing, so the stage is done again
    }
  }

  StageReport keep(StageReport report) {
    AtomicFile.write(workspace.stageReport(report.stage()), PlanJson.writePretty(report) + "\n");
    return report;
  }
}
