package dev.rlaif.trainer.tracking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.table.DeltaTable;
import dev.rlaif.trainer.table.TableRows;
import dev.rlaif.trainer.table.TransactionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The answers of all steps that are done for good, in a Delta table. It follows the log: whatever
 * of the log is covered by a checkpoint and not in the table yet is appended, each step once,
 * whenever and however often a process was killed.
 */
public final class RolloutTable {
  private static final int ROWS_OF_A_COMMIT = 20_000;

  private final RolloutLog log;
  private final DeltaTable<RolloutRow> table;
  private final String run;

  /** The last step that is in the table; negative before anybody looked. */
  private long last = -1;

  /**
   * @param id of the run, of which no two are alike
   * @param name of the run, a column
   */
  public RolloutTable(Path folder, RolloutLog log, String id, String name) {
    this.log = log;
    this.table = new DeltaTable<>(folder, RolloutColumns.of(name));
    this.run = id;
  }

  /**
   * Appends the steps of the log that the table lacks.
   *
   * @param done steps that are never computed again: those that a checkpoint holds
   */
  public void follow(long done) {
    if (last < 0) {
      last = table.lastVersion(run).orElse(0);
    }
    List<RolloutRow> rows = new ArrayList<>();
    for (long step = last + 1; step <= done; step++) {
      rows.addAll(log.read(step));
      boolean borders = RolloutColumns.partition(step + 1) == step + 1;
      if (rows.size() >= ROWS_OF_A_COMMIT || borders || step == done) {
        append(step, rows);
        rows.clear();
      }
    }
  }

  /**
   * The rows of a table in the order of steps and samples, some at a time.
   *
   * @param first step, included
   * @param last step, included
   * @return empty where there is no table
   */
  public static Optional<Stream<List<ObjectNode>>> read(Path folder, long first, long last) {
    return TableRows.of(folder)
        .map(table -> table.partitions(RolloutColumns.STEPS_FROM, RolloutColumns.STEP, first, last))
        .map(partitions -> partitions.map(rows -> sorted(rows, first, last)));
  }

  private static List<ObjectNode> sorted(List<ObjectNode> rows, long first, long last) {
    return rows.stream()
        .filter(row -> step(row) >= first && step(row) <= last)
        .sorted(
            Comparator.comparingLong(RolloutTable::step)
                .thenComparingInt(row -> row.path(RolloutColumns.SAMPLE).intValue()))
        .toList();
  }

  private static long step(ObjectNode row) {
    return row.path(RolloutColumns.STEP).longValue();
  }

  /** All steps up to this one, in one commit whose version is the last of them. */
  private void append(long step, List<RolloutRow> rows) {
    if (!rows.isEmpty()) {
      table.append(new TransactionId(run, step), List.copyOf(rows));
    }
    last = step;
  }
}
