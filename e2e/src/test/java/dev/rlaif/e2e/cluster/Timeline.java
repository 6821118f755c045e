package dev.rlaif.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;

/** Writes lines of the table that {@code e2e/run} prints at its end: what, and its seconds. */
final class Timeline {
  private static final Path FILE = Path.of("target", "cluster", "steps.tsv");

  private final String of;
  private final long start = System.nanoTime();

  /** Starts the clock. */
  Timeline(String of) {
    this.of = of;
  }

  /** Since the start until now. */
  void reached(String what) {
    write(of + ": " + what, Duration.ofNanos(System.nanoTime() - start));
  }

  static void write(String what, Duration took) {
    String line = String.format(Locale.ROOT, "%s\t%.1f%n", what, took.toMillis() / 1000.0);
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
