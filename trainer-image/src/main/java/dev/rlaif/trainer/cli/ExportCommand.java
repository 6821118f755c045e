package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.trainer.rescore.StepRange;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.table.ParquetExport;
import dev.rlaif.trainer.tracking.RolloutColumns;
import dev.rlaif.trainer.tracking.RolloutTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The answers of a run, out of their table. */
@Command(
    name = "export",
    description =
        "Writes the answers of a run's training as one file, ordered by step and sample; the table"
            + " that they are in is train/table of the workspace.")
final class ExportCommand implements Callable<Integer> {

  /** What is written. */
  enum Format {
    JSONL,
    PARQUET
  }

  @Mixin private final RunSelection selection = new RunSelection();

  @Option(
      names = "--format",
      defaultValue = "jsonl",
      paramLabel = "FORMAT",
      description = "jsonl or parquet; default: ${DEFAULT-VALUE}.")
  private Format format = Format.JSONL;

  @Option(
      names = "--step",
      paramLabel = "N..M",
      description = "Only this step, or these; default: all that a checkpoint holds.")
  private Optional<String> steps = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "File to write, replaced where it is there; JSON lines go to the output else.")
  private @Nullable Path out;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    Path file = out;
    if (file == null && format == Format.PARQUET) {
      throw StageFailure.wrong("--format parquet: give the file to write with --out");
    }
    StepRange range = steps.map(StepRange::parse).orElse(new StepRange(1, Long.MAX_VALUE));
    try (RunSelection.Run run = selection.find()) {
      Path table = run.workspace().rolloutTable();
      Stream<List<ObjectNode>> rows =
          RolloutTable.read(table, range.first(), range.last())
              .orElseThrow(() -> nothing(table, run.plan()));
      Iterator<List<ObjectNode>> parts = rows.filter(part -> !part.isEmpty()).iterator();
      if (!parts.hasNext()) {
        throw StageFailure.wrong(table + " has nothing of " + range);
      }
      write(parts);
    }
    return 0;
  }

  private void write(Iterator<List<ObjectNode>> parts) {
    Path file = out;
    if (file == null) {
      PrintWriter terminal = command.commandLine().getOut();
      parts.forEachRemaining(rows -> terminal.print(JsonLines.text(rows)));
      terminal.flush();
    } else if (format == Format.PARQUET) {
      ParquetExport.write(file, RolloutColumns.of("").ofRead(), parts);
    } else {
      AtomicFile.write(file, text(parts));
    }
  }

  private static Iterator<String> text(Iterator<List<ObjectNode>> parts) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return parts.hasNext();
      }

      @Override
      public String next() {
        return JsonLines.text(parts.next());
      }
    };
  }

  private static StageFailure nothing(Path table, RunPlan plan) {
    return StageFailure.wrong(
        table
            + " is not there yet: "
            + (plan.spec().tracking().rollouts()
                ? "the first checkpoint brings it"
                : "the run does not keep its answers, spec.tracking.rollouts is false"));
  }
}
