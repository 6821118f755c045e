package dev.rlaif.trainer.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The evaluation's files; each is written aside and renamed, so that a reader never sees half. */
public final class EvaluationFiles {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();
  private static final ObjectReader SAMPLE = JSON.readerFor(EvaluationSample.class);

  private EvaluationFiles() {}

  /** Writes the samples, then the report: a report stands for a complete evaluation. */
  public static void write(EvaluationResult result, Path reportJson, Path samplesJsonl) {
    try {
      AtomicFile.write(samplesJsonl, JsonLines.text(result.samples()));
      AtomicFile.write(reportJson, PRETTY.writeValueAsString(result.report()) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an evaluation is always JSON", e);
    }
  }

  /** The report, or nothing if there is no such file. */
  public static Optional<EvaluationReport> report(Path reportJson) {
    if (!Files.exists(reportJson)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(reportJson.toFile(), EvaluationReport.class));
    } catch (IOException e) {
      throw unreadable(reportJson, e);
    }
  }

  /** All samples in the order in which they were written. */
  public static List<EvaluationSample> samples(Path samplesJsonl) {
    try (var samples = SAMPLE.<EvaluationSample>readValues(samplesJsonl.toFile())) {
      return samples.readAll();
    } catch (IOException e) {
      throw unreadable(samplesJsonl, e);
    }
  }

  private static StageFailure unreadable(Path file, IOException cause) {
    return new StageFailure(
        StageFailure.Exit.WRONG,
        file + ": cannot be read as what an evaluation writes; evaluate again",
        cause);
  }
}
