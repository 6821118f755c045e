package dev.rlaif.operator.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says that tests could not run. JUnit reports them as skipped, which nobody reads; whoever decides
 * whether a change may land looks into the folder {@code target/not-run}.
 *
 * @param path of the file, which is there only when something did not run
 */
record NotRunFile(Path path) {

  /** A file for each thing that may lack, so that one that is there hides no other's record. */
  static NotRunFile of(String what) {
    return new NotRunFile(Path.of("target", "not-run", what + ".txt"));
  }

  void write(String reason) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, reason + "\n");
  }

  /** Everything could run. */
  void clear() throws IOException {
    Files.deleteIfExists(path);
  }
}
