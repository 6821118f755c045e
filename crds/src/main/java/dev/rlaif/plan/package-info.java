/**
 * What a run will do, worked out from its documents: the planner, and the plans and reports that
 * stages exchange.
 */
@NullMarked
package dev.rlaif.plan;

import org.jspecify.annotations.NullMarked;
