@NullMarked
package dev.rlaif.trainer.parallel;

import org.jspecify.annotations.NullMarked;
