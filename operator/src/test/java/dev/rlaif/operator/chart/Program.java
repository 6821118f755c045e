package dev.rlaif.operator.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * Programs that {@code e2e/kubernetes/build} builds once for all. Where one cannot be had, the test
 * is reported as not run, and {@code target/not-run.txt} says why.
 */
final class Program {
  private static final Path NOT_RUN = Path.of("target", "not-run.txt");

  private Program() {}

  /**
   * A program that ended.
   *
   * @param output what it printed, and its complaints
   */
  record Ended(int exitCode, String output) {}

  static Ended run(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(folder(name).resolve(name).toString());
    command.addAll(List.of(arguments));
    return execute(command);
  }

  private static Path folder(String name) {
    Ended built = execute(List.of(Checkout.ROOT.resolve("e2e/kubernetes/build").toString(), name));
    if (built.exitCode() != 0) {
      throw notRun("the test needs " + name + ": " + built.output().strip());
    }
    return Path.of(built.output().lines().reduce("", (before, line) -> line));
  }

  /** Not a failure of the chart; whoever needs the proof finds that it is missing. */
  private static TestAbortedException notRun(String reason) {
    try {
      Files.createDirectories(NOT_RUN.getParent());
      Files.writeString(
          NOT_RUN, reason + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TestAbortedException(reason);
  }

  private static Ended execute(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while " + command + " ran", e);
    }
  }
}
