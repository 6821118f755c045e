@NullMarked
package dev.rlaif.trainer.cli;

import org.jspecify.annotations.NullMarked;
