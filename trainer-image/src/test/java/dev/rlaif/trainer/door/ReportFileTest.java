package dev.rlaif.trainer.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.StageReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
  private final Path file;

  ReportFileTest(@TempDir Path folder) {
    this.file = folder.resolve("termination-log");
  }

  private static StageReport says(String message) {
    return StageReport.of(StageName.TRAIN, "h", Outcome.FAILED, Reason.INTERRUPTED, message);
  }

  @Test
  void theLastWordIsTheStagesOwn() throws IOException {
    Files.writeString(file, "x".repeat(9000));
    Object mounted = Files.readAttributes(file, "unix:ino").get("ino");
    var report = new ReportFile(file);
    report.writeBeforeTheEnd(says("killed"));
    assertThat(StageReport.read(Files.readString(file))).contains(says("killed"));

    report.writeAtTheEnd(says("done"));
    report.writeBeforeTheEnd(says("killed"));

    assertThat(StageReport.read(Files.readString(file))).contains(says("done"));
    assertThat(Files.readAttributes(file, "unix:ino").get("ino"))
        .as("written in place, as the file is a mount")
        .isEqualTo(mounted);
  }

  @Test
  void aReportThatCannotBeWrittenChangesNothing() {
    var nowhere = new ReportFile(file.resolve("below"));
    nowhere.writeAtTheEnd(says("done"));
    assertThat(file).doesNotExist();
  }
}
