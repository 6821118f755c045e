package dev.rlaif.e2e.cluster;

import dev.rlaif.e2e.Checkout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Types the commands of a page, in the root of the checkout. */
final class Shell implements AutoCloseable {
  private static final int LIMIT_MINUTES = 10;

  private final List<Process> running = new ArrayList<>();

  /** Does a step, and returns its output, which is like the one on the page. */
  List<String> type(Walkthrough.Step step) {
    if (step.runsOn()) {
      String first = firstLine(start(step.command().replaceFirst(" *&$", "")));
      return Likeness.match(step.output(), List.of(first));
    }
    if (step.isEndedByHand()) {
      return watch(step);
    }
    Kubectl.Ended ended = Kubectl.program("", List.of("bash", "-c", step.command()));
    return Likeness.match(
        step.output(), ended.orThrow().lines().filter(line -> !line.isBlank()).toList());
  }

  /** Reads until the last line of the page has come, then ends the command. */
  private List<String> watch(Walkthrough.Step step) {
    List<String> expected = new ArrayList<>();
    for (String line : step.output()) {
      if (!line.equals(Walkthrough.ENDED)) {
        expected.add(line);
      }
    }
    String last = expected.get(expected.size() - 1);
    List<String> seen = new ArrayList<>();
    Process process = start(step.command());
    try {
      BufferedReader output = output(process);
      String line = output.readLine();
      while (line != null) {
        seen.add(line);
        if (Likeness.alike(last, line)) {
          break;
        }
        line = output.readLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      process.destroy();
    }
    List<String> matched = new ArrayList<>(Likeness.match(expected, seen));
    matched.add(Walkthrough.ENDED);
    return matched;
  }

  private Process start(String command) {
    try {
      Process process =
          new ProcessBuilder("bash", "-c", "exec " + command)
              .directory(Checkout.ROOT.toFile())
              .redirectErrorStream(true)
              .start();
      running.add(process);
      CompletableFuture.delayedExecutor(LIMIT_MINUTES, TimeUnit.MINUTES).execute(process::destroy);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String firstLine(Process process) {
    try {
      return String.valueOf(output(process).readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    running.forEach(Process::destroy);
    for (Process process : running) {
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
