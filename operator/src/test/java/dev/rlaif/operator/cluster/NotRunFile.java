package dev.rlaif.operator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says that tests could not run. JUnit reports them as skipped, which nobody reads; whoever decides
 * whether a change may land looks for the file.
 *
 * @param path of the file, which is there only when something did not run
 */
record NotRunFile(Path path) {

  void write(String reason) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, reason + "\n");
  }

  /** Everything could run. */
  void clear() throws IOException {
    Files.deleteIfExists(path);
  }
}
