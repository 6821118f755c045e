package dev.rlaif.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.evaluate.EvaluationFiles;
import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Variants of one run, finished so far, in the order in which they were asked for. Lies in the
 * folder above their workspaces, so that a comparison that is interrupted goes on.
 */
public record Comparison(List<ComparedRun> runs) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Comparison {
    runs = List.copyOf(runs);
  }

  public static Path json(Path folder) {
    return folder.resolve("comparison.json");
  }

  public static Path markdown(Path folder) {
    return folder.resolve("comparison.md");
  }

  /** What a folder holds; empty where nothing was compared yet. */
  public static Comparison read(Path folder) {
    Path file = json(folder);
    if (!Files.exists(file)) {
      return new Comparison(List.of());
    }
    try {
      return JSON.readValue(file.toFile(), Comparison.class);
    } catch (JsonProcessingException ofAnotherVersion) {
      return new Comparison(List.of());
    } catch (IOException e) {
      throw StageFailure.environment(file + " cannot be read: " + e, e);
    }
  }

  /** The variant of that name, if it was finished with that plan. */
  public Optional<ComparedRun> find(String name, RunPlan plan) {
    return runs.stream()
        .filter(run -> run.name().equals(name) && run.planHash().equals(plan.hash()))
        .findFirst();
  }

  /** The figures of a workspace that was evaluated. */
  public static ComparedRun evaluated(
      String name, RunPlan plan, Workspace workspace, double seconds) {
    EvaluationReport report =
        EvaluationFiles.report(workspace.evaluationReport())
            .orElseThrow(() -> new IllegalStateException("the evaluation wrote no report"));
    return ComparedRun.of(name, plan, report, seconds);
  }

  /** With one more at the end. */
  public Comparison with(ComparedRun run) {
    List<ComparedRun> more = new ArrayList<>(runs);
    more.add(run);
    return new Comparison(more);
  }

  /** Writes {@code comparison.json} and {@code comparison.md}. */
  public void write(Path folder, String title) {
    try {
      String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
      AtomicFile.write(json(folder), json + "\n");
      AtomicFile.write(markdown(folder), ComparisonTable.markdown(title, runs));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and strings are always writable", e);
    }
  }
}
