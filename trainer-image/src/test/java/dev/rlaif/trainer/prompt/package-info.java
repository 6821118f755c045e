@NullMarked
package dev.rlaif.trainer.prompt;

import org.jspecify.annotations.NullMarked;
