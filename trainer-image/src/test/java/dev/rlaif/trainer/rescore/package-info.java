@NullMarked
package dev.rlaif.trainer.rescore;

import org.jspecify.annotations.NullMarked;
