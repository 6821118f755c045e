package dev.rlaif.trainer.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * metrics.jsonl: one line a step, {@code {"step": 3, "time": "...", "objective/kl": 0.1}}; a number
 * that is not finite is null.
 */
public final class MetricsLog {
  private static final String STEP = "step";
  private static final String TIME = "time";

  private final Path file;
  private final Clock clock;

  private MetricsLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Opens the log of a run that goes on after {@code step}: lines of later steps, which will be
   * computed again, are cut off.
   *
   * @param step of the checkpoint; 0 starts afresh
   */
  public static MetricsLog open(Path file, long step, Clock clock) {
    AtomicFile.makeFolder(file);
    if (Files.exists(file)) {
      AtomicFile.write(
          file,
          JsonLines.text(
              JsonLines.log(file).stream()
                  .map(JsonLines.Line::object)
                  .filter(line -> line.path(STEP).longValue() <= step)
                  .toList()));
    }
    return new MetricsLog(file, clock);
  }

  public void append(StepMetrics metrics) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put(STEP, metrics.step());
    line.put(TIME, clock.instant().toString());
    metrics
        .values()
        .forEach(
            (name, value) -> {
              if (Double.isFinite(value)) {
                line.put(name, value);
              } else {
                line.putNull(name);
              }
            });
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw StageFailure.environment(
          file + " cannot be written: " + e.getMessage() + "; check the workspace's volume", e);
    }
  }

  /** All steps so far. */
  public List<StepMetrics> all() {
    return read(file);
  }

  /** All steps of a log, ascending as they were written; empty where there is no file. */
  public static List<StepMetrics> read(Path file) {
    return Files.exists(file)
        ? JsonLines.log(file).stream().map(line -> metrics(line.object())).toList()
        : List.of();
  }

  private static StepMetrics metrics(JsonNode line) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : line.properties()) {
      if (!field.getKey().equals(STEP) && !field.getKey().equals(TIME)) {
        JsonNode value = field.getValue();
        values.put(field.getKey(), value.isNull() ? Double.NaN : value.doubleValue());
      }
    }
    return new StepMetrics(line.path(STEP).longValue(), values);
  }
}
