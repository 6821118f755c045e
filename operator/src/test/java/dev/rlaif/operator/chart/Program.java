package dev.rlaif.operator.chart;

import dev.rlaif.operator.programs.KubernetesPrograms;
import dev.rlaif.operator.programs.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One of the Kubernetes programs, run to its end. */
final class Program {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private Program() {}

  static Output run(String name, String... arguments) {
    try {
      List<String> command = new ArrayList<>();
      command.add(KubernetesPrograms.built(name).path(name));
      command.addAll(List.of(arguments));
      return Output.of(command, Optional.empty(), LIMIT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while " + name + " ran", e);
    }
  }
}
