package dev.rlaif.trainer.table;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.types.DataType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of one column. */
final class ColumnValues implements ColumnVector {
  private final DataType type;
  private final @Nullable Object[] values;

  ColumnValues(DataType type, @Nullable Object[] values) {
    this.type = type;
    this.values = values;
  }

  @Override
  public DataType getDataType() {
    return type;
  }

  @Override
  public int getSize() {
    return values.length;
  }

  @Override
  public boolean isNullAt(int row) {
    return values[row] == null;
  }

  @Override
  public boolean getBoolean(int row) {
    return (Boolean) value(row);
  }

  @Override
  public int getInt(int row) {
    return (Integer) value(row);
  }

  @Override
  public long getLong(int row) {
    return (Long) value(row);
  }

  @Override
  public double getDouble(int row) {
    return (Double) value(row);
  }

  @Override
  public String getString(int row) {
    return (String) value(row);
  }

  @Override
  public void close() {}

  private Object value(int row) {
    return Objects.requireNonNull(values[row]);
  }
}
