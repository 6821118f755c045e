@NullMarked
package dev.rlaif.trainer.stage;

import org.jspecify.annotations.NullMarked;
