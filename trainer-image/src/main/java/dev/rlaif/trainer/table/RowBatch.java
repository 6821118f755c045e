package dev.rlaif.trainer.table;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.types.StructType;
import java.util.ArrayList;
import java.util.List;

/** Rows, seen as columns. */
record RowBatch<R>(List<Column<R>> columns, List<R> rows) implements ColumnarBatch {

  @Override
  public StructType getSchema() {
    return new StructType(columns.stream().map(Column::field).toList());
  }

  @Override
  public ColumnVector getColumnVector(int ordinal) {
    Column<R> column = columns.get(ordinal);
    return new ColumnValues(column.kind().type(), rows.stream().map(column::stored).toArray());
  }

  @Override
  public int getSize() {
    return rows.size();
  }

  @Override
  public ColumnarBatch withDeletedColumnAt(int ordinal) {
    List<Column<R>> others = new ArrayList<>(columns);
    others.remove(ordinal);
    return new RowBatch<>(others, rows);
  }
}
