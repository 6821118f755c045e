@NullMarked
package dev.rlaif.operator.run;

import org.jspecify.annotations.NullMarked;
