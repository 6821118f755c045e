@NullMarked
package dev.rlaif.trainer.proof;

import org.jspecify.annotations.NullMarked;
