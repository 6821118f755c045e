package dev.rlaif.operator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/**
 * Says that tests could not run. JUnit reports them as skipped, which nobody reads; whoever decides
 * whether a change may land looks for the file.
 *
 * @param file that is there only when something did not run; it holds the reason
 */
record NotRun(Path file) {

  /** Writes the reason down; to be thrown. */
  TestAbortedException because(String reason) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, reason + "\n");
    return new TestAbortedException(reason);
  }

  /** Everything could run. */
  void clear() throws IOException {
    Files.deleteIfExists(file);
  }
}
