package dev.rlaif.trainer.table;

import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.StageFailure;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.internal.util.Utils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One Parquet file of rows. */
public final class ParquetExport {
  private ParquetExport() {}

  /**
   * Writes the file; one that is there is replaced.
   *
   * @param parts of the rows, asked for one after the other
   */
  public static <R> void write(Path file, TableShape<R> shape, Iterator<List<R>> parts) {
    Path folder = AtomicFile.makeFolder(file);
    Path aside = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    var batches =
        Utils.toCloseableIterator(parts)
            .map(
                rows ->
                    new FilteredColumnarBatch(
                        new RowBatch<>(shape.columns(), rows), Optional.empty()));
    try {
      DefaultEngine.create(new LocalFiles())
          .getParquetHandler()
          .writeParquetFileAtomically(aside.toString(), batches);
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | UncheckedIOException e) {
      throw StageFailure.environment(
          file + " cannot be written (" + e + "): check the path, free space and permissions", e);
    }
  }
}
