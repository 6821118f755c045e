package dev.rlaif.operator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A program that ends with this JVM at the latest, however that ends: a shell beside the program
 * holds a pipe from here, and kills the program by its id when the pipe closes.
 */
final class Daemon implements AutoCloseable {
  private static final String GUARD =
      "exec 3<&0; \"$@\" </dev/null 3<&- & program=$!;"
          + " { read -r line; kill -9 $program; } <&3 2>/dev/null & guard=$!;"
          + " wait $program; code=$?; kill $guard 2>/dev/null; exit $code";

  private static final Predicate<String> PROGRAM = command -> !command.endsWith("sh");

  private final Process shell;
  private final Path log;

  private Daemon(Process shell, Path log) {
    this.shell = shell;
    this.log = log;
  }

  /**
   * Starts {@code command}.
   *
   * @param log of everything that it says
   */
  static Daemon start(Path log, List<String> command) throws IOException {
    List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, "sh"));
    guarded.addAll(command);
    Process shell =
        new ProcessBuilder(guarded).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Daemon(shell, log);
  }

  /**
   * Does nothing while the program runs.
   *
   * @throws IllegalStateException with the end of its log if it has ended
   */
  void check() throws IOException {
    if (!shell.isAlive()) {
      List<String> lines = Files.readAllLines(log);
      String end = String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
      throw new IllegalStateException(log + ", exit status " + shell.exitValue() + ":\n" + end);
    }
  }

  /** The program itself, not the shell beside it. */
  ProcessHandle program() {
    return shell
        .descendants()
        .filter(child -> child.info().command().filter(PROGRAM).isPresent())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the program has ended, see " + log));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    shell.getOutputStream().close();
    shell.waitFor();
  }
}
