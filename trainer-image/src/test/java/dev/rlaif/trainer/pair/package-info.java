@NullMarked
package dev.rlaif.trainer.pair;

import org.jspecify.annotations.NullMarked;
