package dev.rlaif.trainer.train;

import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of real training: one loaded model, workspaces, and what runs are compared by. */
@SuppressWarnings("NullAway.Init") // loaded before all tests
abstract class FoodRunCase {
  static FoodRun food;
  @TempDir Path temp;

  @BeforeAll
  static void load() {
    food = new FoodRun();
  }

  @AfterAll
  static void close() {
    food.close();
  }

  final Workspace workspace(String name) {
    return new Workspace(temp.resolve(name));
  }

  static byte[] adapter(Workspace workspace) throws IOException {
    return adapter(workspace.adapter());
  }

  static byte[] adapter(Path folder) throws IOException {
    return Files.readAllBytes(folder.resolve("adapter_model.safetensors"));
  }

  /** Files of a checkpoint by name: adapter, optimiser, value head, state. */
  static Map<String, String> checkpoint(Workspace workspace, int step) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    Path folder = workspace.checkpoint(step);
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        contents.put(folder.relativize(file).toString(), Fingerprint.ofFile(file));
      }
    }
    return contents;
  }

  /** Times, and how generation rounded beside which other rows, decide nothing. */
  static Map<String, Double> learned(StepMetrics metrics) {
    Map<String, Double> values = new TreeMap<>(metrics.values());
    values.keySet().removeIf(name -> name.matches("time/.*|tokens_per_s|mismatch/.*"));
    return values;
  }
}
