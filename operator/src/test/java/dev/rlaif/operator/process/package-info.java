/** The operator as it is shipped: a process of its own, against a real API server. */
@NullMarked
package dev.rlaif.operator.process;

import org.jspecify.annotations.NullMarked;
