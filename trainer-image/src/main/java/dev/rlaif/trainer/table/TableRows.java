package dev.rlaif.trainer.table;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.stage.StageFailure;
import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rows of a table, as JSON objects with the table's columns. */
public final class TableRows {
  private final Engine engine = DefaultEngine.create(new LocalFiles());
  private final Path folder;
  private final Snapshot snapshot;

  private TableRows(Path folder) {
    this.folder = folder;
    this.snapshot = Table.forPath(engine, folder.toString()).getLatestSnapshot(engine);
  }

  /** The newest state of a table; empty where there is none. */
  public static Optional<TableRows> of(Path folder) {
    try {
      return Optional.of(new TableRows(folder.toAbsolutePath().normalize()));
    } catch (TableNotFoundException e) {
      return Optional.empty();
    } catch (KernelException | UncheckedIOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * The rows of each partition in turn, read when they are asked for.
   *
   * @param partitionedBy column of whole numbers, in whose order the partitions come
   * @param column of whole numbers; what the files say of it leaves out those without such values
   * @param from lowest value, included
   * @param to highest value, included
   * @return rows in any order, among them such with other values
   */
  public Stream<List<ObjectNode>> partitions(
      String partitionedBy, String column, long from, long to) {
    Predicate wanted =
        new And(
            new Predicate(">=", new Column(column), Literal.ofLong(from)),
            new Predicate("<=", new Column(column), Literal.ofLong(to)));
    Scan scan = snapshot.getScanBuilder().withFilter(wanted).build();
    try {
      Row state = scan.getScanState(engine);
      return byPartition(scan, partitionedBy).values().stream().map(files -> rows(state, files));
    } catch (KernelException | IOException | UncheckedIOException e) {
      throw unreadable(folder, e);
    }
  }

  /** All rows, those of a file in turn, read when they are asked for. */
  public Stream<List<ObjectNode>> all() {
    Scan scan = snapshot.getScanBuilder().build();
    try {
      Row state = scan.getScanState(engine);
      return files(scan).stream().map(file -> rows(state, List.of(file)));
    } catch (KernelException | IOException | UncheckedIOException e) {
      throw unreadable(folder, e);
    }
  }

  private Map<Long, List<Row>> byPartition(Scan scan, String column) throws IOException {
    return files(scan).stream()
        .collect(
            groupingBy(
                file -> Long.valueOf(InternalScanFileUtils.getPartitionValues(file).get(column)),
                TreeMap::new,
                toList()));
  }

  private List<Row> files(Scan scan) throws IOException {
    List<Row> files = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> some = batches.next().getRows()) {
          some.forEachRemaining(files::add);
        }
      }
    }
    return files;
  }

  private List<ObjectNode> rows(Row state, List<Row> files) {
    List<ObjectNode> rows = new ArrayList<>();
    try {
      for (Row file : files) {
        read(state, file, rows);
      }
    } catch (KernelException | IOException | UncheckedIOException e) {
      throw unreadable(folder, e);
    }
    return rows;
  }

  private void read(Row state, Row file, List<ObjectNode> rows) throws IOException {
    StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
    var data =
        engine
            .getParquetHandler()
            .readParquetFiles(
                Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                physical,
                Optional.empty())
            .map(FileReadResult::getData);
    try (var batches = Scan.transformPhysicalData(engine, state, file, data)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> found = batches.next().getRows()) {
          found.forEachRemaining(row -> rows.add(json(row)));
        }
      }
    }
  }

  private static ObjectNode json(Row row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    List<StructField> fields = row.getSchema().fields();
    for (int i = 0; i < fields.size(); i++) {
      json.set(fields.get(i).getName(), value(row, i, fields.get(i).getDataType()));
    }
    return json;
  }

  /** A moment is a number of microseconds. */
  private static JsonNode value(Row row, int i, DataType type) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (row.isNullAt(i)) {
      return json.nullNode();
    }
    if (type instanceof StringType) {
      return json.textNode(row.getString(i));
    }
    if (type instanceof DoubleType) {
      return json.numberNode(row.getDouble(i));
    }
    if (type instanceof IntegerType) {
      return json.numberNode(row.getInt(i));
    }
    if (type instanceof BooleanType) {
      return json.booleanNode(row.getBoolean(i));
    }
    return json.numberNode(row.getLong(i));
  }

  private static StageFailure unreadable(Path folder, Exception e) {
    return StageFailure.environment(
        "the table " + folder + " cannot be read (" + e + "): check its volume and permissions", e);
  }
}
