package dev.rlaif.trainer.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.evaluate.EvaluationResult;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what the page shows from a workspace, and writes the page. */
public final class ReportFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportFiles() {}

  /**
   * Writes the page.
   *
   * @param metricsJsonl of training; may not exist
   * @param judgeProofJson may not exist
   */
  public static void write(
      String run,
      EvaluationResult result,
      Path metricsJsonl,
      Path judgeProofJson,
      Optional<JsonNode> plan,
      MarkedWords words,
      Path reportHtml) {
    var input =
        new ReportInput(
            run,
            result.report(),
            result.samples(),
            lines(metricsJsonl),
            tree(judgeProofJson),
            plan,
            words);
    AtomicFile.write(reportHtml, ReportPage.of(input));
  }

  /** A line that is cut off (training was killed while it wrote) is left out. */
  private static List<JsonNode> lines(Path file) {
    List<JsonNode> lines = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : text(file).split("\n", -1)) {
        try {
          JsonNode node = JSON.readTree(line);
          if (node.isObject()) {
            lines.add(node);
          }
        } catch (JsonProcessingException e) {
          continue;
        }
      }
    }
    return lines;
  }

  private static Optional<JsonNode> tree(Path file) {
    try {
      return Files.exists(file) ? Optional.of(JSON.readTree(text(file))) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw StageFailure.environment("report page: cannot read " + file, e);
    }
  }
}
