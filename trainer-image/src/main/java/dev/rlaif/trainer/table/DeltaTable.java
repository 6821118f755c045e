package dev.rlaif.trainer.table;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.rlaif.trainer.stage.StageFailure;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionBuilder;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentTransactionException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.ProtocolChangedException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A table in Delta Lake's format that rows are appended to. It is made by the first append.
 *
 * @see <a href="https://github.com/delta-io/delta/blob/master/PROTOCOL.md">the protocol</a>
 */
public final class DeltaTable<R> {
  private static final String WRITER = "rlaif";

  private final Path folder;
  private final TableShape<R> shape;
  private final Engine engine = DefaultEngine.create(new LocalFiles());
  private final Table table;

  /** Once it was seen to be there; to look again costs as much as a commit. */
  private volatile boolean known;

  public DeltaTable(Path folder, TableShape<R> shape) {
    this.folder = folder.toAbsolutePath().normalize();
    this.shape = shape;
    this.table = Table.forPath(engine, this.folder.toString());
  }

  /** The highest version that an application appended; empty before its first. */
  public OptionalLong lastVersion(String application) {
    return work(
        () ->
            snapshot()
                .flatMap(found -> found.getLatestTransactionVersion(engine, application))
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty()));
  }

  /** Appends rows as one commit. */
  public void append(List<R> rows) {
    work(() -> commit(rows, null));
  }

  /**
   * Appends rows as one commit, unless this version, or a higher one, of the application is there.
   *
   * @return whether the rows were appended
   */
  public boolean append(TransactionId id, List<R> rows) {
    return work(() -> commit(rows, id));
  }

  private boolean commit(List<R> rows, @Nullable TransactionId id) throws IOException {
    boolean create = !known && !find();
    TransactionBuilder builder = begin(create);
    try {
      if (id != null) {
        builder = builder.withTransactionId(engine, id.application(), id.version());
      }
      Transaction transaction = builder.build(engine);
      List<Row> files = write(transaction.getTransactionState(engine), rows);
      var result =
          transaction.commit(
              engine,
              CloseableIterable.inMemoryIterable(Utils.toCloseableIterator(files.iterator())));
      finish(result);
      known = true;
      return true;
    } catch (ConcurrentTransactionException there) {
      return false;
    } catch (ProtocolChangedException madeMeanwhile) {
      if (!create) {
        throw madeMeanwhile;
      }
      return commit(rows, id);
    }
  }

  /** Whether the table is there; it has to be one of these columns. */
  private boolean find() {
    Optional<Snapshot> found = snapshot();
    found.ifPresent(this::requireSameColumns);
    known = found.isPresent();
    return known;
  }

  private TransactionBuilder begin(boolean create) {
    TransactionBuilder builder =
        table.createTransactionBuilder(
            engine, WRITER, create ? Operation.CREATE_TABLE : Operation.WRITE);
    return create
        ? builder
            .withSchema(engine, shape.schema())
            .withPartitionColumns(engine, shape.partitionedBy())
        : builder;
  }

  /** One file for each partition. */
  private List<Row> write(Row state, List<R> rows) throws IOException {
    Map<List<Object>, List<R>> partitions =
        rows.stream().collect(groupingBy(this::partition, LinkedHashMap::new, toList()));
    List<Row> actions = new ArrayList<>();
    for (List<R> partition : partitions.values()) {
      try (var added = write(state, literals(partition.get(0)), partition)) {
        added.forEachRemaining(actions::add);
      }
    }
    return actions;
  }

  private CloseableIterator<Row> write(Row state, Map<String, Literal> partition, List<R> rows)
      throws IOException {
    var batch = new FilteredColumnarBatch(new RowBatch<>(shape.columns(), rows), Optional.empty());
    CloseableIterator<FilteredColumnarBatch> data =
        Transaction.transformLogicalData(
            engine, state, Utils.singletonCloseableIterator(batch), partition);
    var context = Transaction.getWriteContext(engine, state, partition);
    // A folder with a space in its name comes as a URI.
    String target = URI.create(context.getTargetDirectory()).getPath();
    CloseableIterator<DataFileStatus> files =
        engine.getParquetHandler().writeParquetFiles(target, data, context.getStatisticsColumns());
    return Transaction.generateAppendActions(engine, state, files, context);
  }

  private List<Object> partition(R row) {
    return shape.partitionColumns().stream()
        .map(column -> Objects.requireNonNull(column.stored(row)))
        .toList();
  }

  private Map<String, Literal> literals(R row) {
    Map<String, Literal> values = new LinkedHashMap<>();
    for (Column<R> column : shape.partitionColumns()) {
      values.put(column.name(), literal(Objects.requireNonNull(column.stored(row))));
    }
    return values;
  }

  private static Literal literal(Object value) {
    if (value instanceof Long number) {
      return Literal.ofLong(number);
    }
    return value instanceof Integer number
        ? Literal.ofInt(number)
        : Literal.ofString(value.toString());
  }

  /** Every tenth commit the log is condensed; readers then need no older ones. */
  private void finish(TransactionCommitResult result) throws IOException {
    for (PostCommitHook hook : result.getPostCommitHooks()) {
      hook.threadSafeInvoke(engine);
    }
  }

  private Optional<Snapshot> snapshot() {
    try {
      return Optional.of(table.getLatestSnapshot(engine));
    } catch (TableNotFoundException e) {
      return Optional.empty();
    }
  }

  private void requireSameColumns(Snapshot snapshot) {
    List<String> there = snapshot.getSchema().fieldNames();
    List<String> wanted = shape.columns().stream().map(Column::name).toList();
    if (!there.equals(wanted)) {
      throw StageFailure.wrong(
          "the table "
              + folder
              + " has the columns "
              + there
              + ", not "
              + wanted
              + ": another version of rlaif made it; move it away, and a new one is begun");
    }
  }

  private interface Work<T> {
    T get() throws IOException;
  }

  private <T> T work(Work<T> work) {
    try {
      return work.get();
    } catch (KernelException | IOException | UncheckedIOException e) {
      throw StageFailure.environment(
          "the table "
              + folder
              + " cannot be used ("
              + e
              + "): check its volume, free space and permissions",
          e);
    }
  }
}
