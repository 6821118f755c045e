/**
 * The life of a run: from what is observed to what is done and said. All decisions are pure; only
 * {@link dev.rlaif.operator.run.RlaifRunReconciler} and what it hands its decisions to act.
 */
@NullMarked
package dev.rlaif.operator.run;

import org.jspecify.annotations.NullMarked;
