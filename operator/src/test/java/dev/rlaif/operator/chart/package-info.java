/** What the chart installs, how it refuses wrong values, and what Argo CD says of the two kinds. */
@NullMarked
package dev.rlaif.operator.chart;

import org.jspecify.annotations.NullMarked;
