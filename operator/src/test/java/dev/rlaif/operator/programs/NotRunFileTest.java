package dev.rlaif.operator.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotRunFileTest {
  @TempDir private Path folder;

  @Test
  void holdsTheReasonUntilEverythingRuns() throws IOException {
    NotRunFile file = new NotRunFile(folder.resolve("target/not-run.txt"));

    file.write("Go is not installed");
    assertThat(file.path()).hasContent("Go is not installed");

    file.clear();
    assertThat(file.path()).doesNotExist();
  }
}
