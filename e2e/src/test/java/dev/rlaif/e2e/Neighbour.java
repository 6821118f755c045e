package dev.rlaif.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/**
 * A program of somebody else's that a test works with. Where it cannot be had the tests are
 * reported as not run, and {@code target/not-run/NAME.txt} says why.
 *
 * @param name of that file
 */
public record Neighbour(String name) {

  /** Runs a command of this checkout that makes the neighbour ready; the tests need its success. */
  public void require(String otherwise, String program, String... arguments)
      throws IOException, InterruptedException {
    Path file = Path.of("target", "not-run", name + ".txt").toAbsolutePath();
    Files.deleteIfExists(file);
    String[] command = new String[arguments.length + 1];
    command[0] = Checkout.ROOT.resolve(program).toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      String reason = otherwise + ", see what " + program + " says";
      Files.createDirectories(file.getParent());
      Files.writeString(file, reason + "\n");
      throw new TestAbortedException(reason);
    }
  }
}
