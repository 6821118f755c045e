package dev.rlaif.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The launcher in the root of the checkout; its first call may build the trainer. */
final class Rlaif {
  static final Path HOME = Checkout.ROOT;
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private Rlaif() {}

  /** A command that ended; the output is what it printed and what went wrong, in order. */
  record Ended(int exitCode, String output) {}

  static Ended run(String... arguments) {
    try (Running running = start(arguments)) {
      return running.await();
    }
  }

  static Ended run(Map<String, String> environment, String... arguments) {
    try (Running running = start(environment, arguments)) {
      return running.await();
    }
  }

  static Running start(String... arguments) {
    return start(Map.of(), arguments);
  }

  /**
   * @param environment variables besides those of the test
   */
  static Running start(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("rlaif").toString());
    command.addAll(List.of(arguments));
    try {
      Path log = Files.createTempFile("rlaif-e2e", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      return new Running(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command that goes on beside the test. */
  record Running(Process process, Path log) implements AutoCloseable {

    /** Waits until the command ends by itself. */
    Ended await() {
      until("it to end", () -> !process.isAlive());
      return new Ended(process.exitValue(), output());
    }

    /** Waits for output that matches; gives the first group. */
    String awaitOutput(Pattern pattern) {
      until("output like " + pattern, () -> pattern.matcher(output()).find());
      Matcher matcher = pattern.matcher(output());
      return matcher.find() ? matcher.group(1) : "";
    }

    /** Waits for something that a living command does. */
    void until(String what, BooleanSupplier happened) {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (!happened.getAsBoolean()) {
        if (System.nanoTime() > deadline || ended() && !happened.getAsBoolean()) {
          throw new AssertionError("waited in vain for " + what + "; its output:\n" + output());
        }
      }
    }

    String output() {
      try {
        return Files.readString(log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
      try {
        process.waitFor();
        Files.deleteIfExists(log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Whether it has ended, seen after a short while. */
    private boolean ended() {
      try {
        return process.waitFor(20, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
  }
}
