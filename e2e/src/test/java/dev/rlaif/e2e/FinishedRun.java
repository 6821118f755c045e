package dev.rlaif.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.plan.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A run of the example that came to its end. Those of the same name are one, so that all tests of a
 * build share it; its folder stays in {@code target} to be looked at.
 */
record FinishedRun(Workspace workspace, Rlaif.Ended ended) {
  private static final Map<String, FinishedRun> BY_NAME = new HashMap<>();

  /** The example as it is, but for the seed. */
  static FinishedRun ofSeed(int seed) {
    return of("seed-" + seed, "--set", "training.seed=" + seed);
  }

  /** One step of a few short answers, and a gate that nothing passes. */
  static FinishedRun rejected() {
    return of(
        "rejected",
        "--set",
        "training.steps=1",
        "--set",
        "rollout.batchSize=8",
        "--set",
        "evaluation.gates.maxViolationRate=0");
  }

  JsonNode report() {
    try {
      return new ObjectMapper().readTree(workspace.evaluationReport().toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Workspace freshWorkspace(String name) {
    Path folder = Path.of("target", "runs", name).toAbsolutePath();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Workspace(folder);
  }

  private static FinishedRun of(String name, String... sets) {
    return BY_NAME.computeIfAbsent(
        name,
        missing -> {
          Workspace workspace = freshWorkspace(missing);
          return new FinishedRun(workspace, Rlaif.run(command(workspace, sets)));
        });
  }

  /** The command that makes, or goes on with, a run of the example. */
  static String[] command(Workspace workspace, String... sets) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "run",
                "-f",
                "examples/vegetarian-small.yaml",
                "--workspace",
                workspace.root().toString()));
    command.addAll(Arrays.asList(sets));
    return command.toArray(String[]::new);
  }
}
