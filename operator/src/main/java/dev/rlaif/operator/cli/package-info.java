/** The command line for clusters: what a run would create, and how runs and judges are. */
@NullMarked
package dev.rlaif.operator.cli;

import org.jspecify.annotations.NullMarked;
