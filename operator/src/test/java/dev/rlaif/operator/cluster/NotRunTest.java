package dev.rlaif.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotRunTest {
  @TempDir private Path folder;

  @Test
  void reasonStandsInTheReportAndInTheFile() throws IOException {
    NotRun notRun = new NotRun(folder.resolve("target/not-run.txt"));

    assertThat(notRun.because("Go is not installed")).hasMessage("Go is not installed");
    assertThat(notRun.file()).hasContent("Go is not installed");
  }

  @Test
  void fileGoesWhenEverythingRuns() throws IOException {
    NotRun notRun = new NotRun(folder.resolve("not-run.txt"));
    assertThat(notRun.because("Go is not installed")).isNotNull();

    notRun.clear();

    assertThat(notRun.file()).doesNotExist();
  }
}
