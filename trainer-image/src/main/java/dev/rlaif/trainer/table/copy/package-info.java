/** Copies of tables in an object store, which follow their originals. */
@NullMarked
package dev.rlaif.trainer.table.copy;

import org.jspecify.annotations.NullMarked;
