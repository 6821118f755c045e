/**
 * The packaged operator, as a process of its own with the rights of the chart, on a real API
 * server; Jobs and Deployments are played.
 */
@NullMarked
package dev.rlaif.operator.trial;

import org.jspecify.annotations.NullMarked;
