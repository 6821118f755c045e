package dev.rlaif.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was typed and what came, as a page shows it: {@code target/cluster/transcript.md}. */
final class Transcript implements AutoCloseable {
  private static final Path FILE = Path.of("target", "cluster", "transcript.md");

  private final List<String> lines = new ArrayList<>();

  void add(Walkthrough.Step step, List<String> output) {
    lines.add("$ " + step.command());
    lines.addAll(output);
    lines.add("");
  }

  @Override
  public void close() {
    try {
      Files.createDirectories(FILE.resolveSibling(""));
      Files.write(FILE, lines.stream().flatMap(String::lines).map(line -> "    " + line).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
