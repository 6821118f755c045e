package dev.rlaif.trainer.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a judge's records have grown by since this log was opened. */
record CallLog(Path file, long from) {

  /**
   * Opens the log at its present end.
   *
   * @param file with a record a line; may not exist yet
   */
  static CallLog atEndOf(Path file) {
    try {
      return new CallLog(file, Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Requests and tokens of the calls since then. */
  Expense expense() {
    int requests = 0;
    long promptTokens = 0;
    long completionTokens = 0;
    for (JsonLines.Line line : JsonLines.read(file.toString(), grown())) {
      JsonNode call = line.object();
      if (!call.path("cached").asBoolean()) {
        requests++;
        promptTokens += call.path("promptTokens").asLong();
        completionTokens += call.path("completionTokens").asLong();
      }
    }
    return new Expense(requests, promptTokens, completionTokens, null, null);
  }

  private String grown() {
    if (!Files.exists(file)) {
      return "";
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      bytes.skipNBytes(from);
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static StageFailure unreadable(Path file, IOException e) {
    return StageFailure.environment(
        file + " cannot be read: " + e.getMessage() + "; check the workspace's volume", e);
  }
}
