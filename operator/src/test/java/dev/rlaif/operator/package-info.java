@NullMarked
package dev.rlaif.operator;

import org.jspecify.annotations.NullMarked;
