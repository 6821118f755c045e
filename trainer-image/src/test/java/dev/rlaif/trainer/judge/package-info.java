@NullMarked
package dev.rlaif.trainer.judge;

import org.jspecify.annotations.NullMarked;
