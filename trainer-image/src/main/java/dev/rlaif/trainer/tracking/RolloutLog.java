package dev.rlaif.trainer.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every answer of training, a file a step: {@code step-000001.jsonl}. A step that is computed again
 * after a resume replaces its file and never doubles its rows.
 */
public final class RolloutLog {
  private final Path folder;

  public RolloutLog(Path folder) {
    this.folder = folder;
  }

  /** Writes the rows of one step, all at once. */
  public void write(long step, List<RolloutRow> rows) {
    Path file = file(step);
    try {
      Files.createDirectories(folder);
      List<String> lines = new ArrayList<>(rows.size());
      for (RolloutRow row : rows) {
        lines.add(JsonLines.JSON.writeValueAsString(row));
      }
      JsonLines.replace(file, lines);
    } catch (IOException e) {
      throw failure(file, "written", e);
    }
  }

  /** The rows of one step in their order; empty for a step that was not written. */
  public List<RolloutRow> read(long step) {
    Path file = file(step);
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      List<RolloutRow> rows = new ArrayList<>();
      for (JsonNode line : JsonLines.read(file)) {
        rows.add(JsonLines.JSON.treeToValue(line, RolloutRow.class));
      }
      return rows;
    } catch (IOException e) {
      throw failure(file, "read", e);
    }
  }

  private Path file(long step) {
    return folder.resolve(String.format("step-%06d.jsonl", step));
  }

  private static StageFailure failure(Path file, String what, IOException e) {
    return StageFailure.environment(
        file + " cannot be " + what + ": " + e.getMessage() + "; check the workspace's volume", e);
  }
}
