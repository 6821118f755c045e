package dev.rlaif.trainer.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FieldMetadata;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.TimestampType;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, and where its values come from.
 *
 * @param description is stored with the table, as the column's comment
 * @param value of a row; null where it is not known
 */
public record Column<R>(String name, Kind kind, String description, Value<R> value) {

  /** What a row has in a column; null where it has nothing. */
  @FunctionalInterface
  public interface Value<R> {
    @Nullable Object of(R row);
  }

  /** What values a column has. */
  public enum Kind {
    TEXT(StringType.STRING),
    FLAG(BooleanType.BOOLEAN),
    /** 32 bits */
    INT(IntegerType.INTEGER),
    /** 64 bits */
    LONG(LongType.LONG),
    DOUBLE(DoubleType.DOUBLE),
    /** a moment, to the microsecond */
    TIME(TimestampType.TIMESTAMP);

    private final DataType type;

    Kind(DataType type) {
      this.type = type;
    }

    DataType type() {
      return type;
    }

    /** A value as {@link TableRows} gives it. */
    @Nullable Object of(JsonNode json) {
      if (json.isNull() || json.isMissingNode()) {
        return null;
      }
      return switch (this) {
        case TEXT -> json.textValue();
        case FLAG -> json.booleanValue();
        case INT -> json.intValue();
        case LONG, TIME -> json.longValue();
        case DOUBLE -> json.doubleValue();
      };
    }

    /** Of a moment the microseconds since 1970, as tables have them. */
    @Nullable Object stored(@Nullable Object value) {
      return value instanceof Instant time
          ? (Object)
              (TimeUnit.SECONDS.toMicros(time.getEpochSecond())
                  + TimeUnit.NANOSECONDS.toMicros(time.getNano()))
          : value;
    }
  }

  /** The same column of rows that were read. */
  Column<ObjectNode> ofRead() {
    return new Column<>(name, kind, description, row -> kind.of(row.path(name)));
  }

  @Nullable Object stored(R row) {
    return kind.stored(value.of(row));
  }

  StructField field() {
    return new StructField(
        name, kind.type(), true, FieldMetadata.builder().putString("comment", description).build());
  }
}
