package dev.rlaif.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * Clients in Python, as {@code e2e/python} installs them. Where it cannot the tests are reported as
 * not run, and {@code target/not-run} says so.
 *
 * @param programs folder
 */
record PythonEnvironment(Path programs) {
  private static final int LIMIT_MINUTES = 15;

  static PythonEnvironment named(String name) throws IOException, InterruptedException {
    Path notRun = Path.of("target", "not-run", "python-" + name + ".txt").toAbsolutePath();
    Rlaif.Ended made = run(Path.of("."), Checkout.ROOT.resolve("e2e/python").toString(), name);
    if (made.exitCode() != 0) {
      String reason = "the Python environment " + name + " cannot be made: " + made.output();
      Files.createDirectories(notRun.getParent());
      Files.writeString(notRun, reason);
      throw new TestAbortedException(reason);
    }
    Files.deleteIfExists(notRun);
    return new PythonEnvironment(Path.of(made.output().strip().lines().reduce("", (a, b) -> b)));
  }

  /** Runs one of its programs to the end, in a folder. */
  Rlaif.Ended run(Path folder, String program, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
    command.addAll(arguments);
    return run(folder, command.toArray(String[]::new));
  }

  private static Rlaif.Ended run(Path folder, String... command)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("python", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError(command[0] + " does not end:\n" + Files.readString(log));
      }
      return new Rlaif.Ended(process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(log);
    }
  }
}
