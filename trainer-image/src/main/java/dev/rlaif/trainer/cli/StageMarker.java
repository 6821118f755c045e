package dev.rlaif.trainer.cli;

import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says that a stage is finished, so that a second run repeats nothing.
 *
 * @param inputs hash of what decided the stage's result
 * @param summary for people
 */
record StageMarker(StageName stage, String inputs, String summary) {

  static boolean isFinished(Workspace workspace, StageName stage, String inputs) {
    Path file = workspace.stageReport(stage);
    if (!Files.exists(file)) {
      return false;
    }
    try {
      return PlanJson.read(Files.readString(file), StageMarker.class).inputs().equals(inputs);
    } catch (IOException | IllegalArgumentException e) {
      return false; // unreadable says nothing, so the stage is done again
    }
  }

  void write(Workspace workspace) {
    AtomicFile.write(workspace.stageReport(stage), PlanJson.writePretty(this) + "\n");
  }
}
