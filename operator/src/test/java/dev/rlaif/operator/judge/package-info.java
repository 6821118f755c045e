@NullMarked
package dev.rlaif.operator.judge;

import org.jspecify.annotations.NullMarked;
