/** Tables in Delta Lake's format, written and read by Delta Kernel. */
@NullMarked
package dev.rlaif.trainer.table;

import org.jspecify.annotations.NullMarked;
