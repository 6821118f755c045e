@NullMarked
package dev.rlaif.trainer.door;

import org.jspecify.annotations.NullMarked;
