/** The operator's meters; names of runs, judges and namespaces are in none of them. */
@NullMarked
package dev.rlaif.operator.metrics;

import org.jspecify.annotations.NullMarked;
