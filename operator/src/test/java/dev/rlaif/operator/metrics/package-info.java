@NullMarked
package dev.rlaif.operator.metrics;

import org.jspecify.annotations.NullMarked;
