package dev.rlaif.trainer.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.types.StructType;
import java.util.List;

/**
 * The columns of a table.
 *
 * @param columns in their order
 * @param partitionedBy names of the columns, texts or whole numbers, whose values have folders of
 *     their own
 */
public record TableShape<R>(List<Column<R>> columns, List<String> partitionedBy) {

  public TableShape {
    columns = List.copyOf(columns);
    partitionedBy = List.copyOf(partitionedBy);
  }

  StructType schema() {
    return new StructType(columns.stream().map(Column::field).toList());
  }

  /** The same columns of rows that were read. */
  public TableShape<ObjectNode> ofRead() {
    return new TableShape<>(columns.stream().map(Column::ofRead).toList(), partitionedBy);
  }

  List<Column<R>> partitionColumns() {
    return columns.stream().filter(column -> partitionedBy.contains(column.name())).toList();
  }
}
