@NullMarked
package dev.rlaif.trainer.run;

import org.jspecify.annotations.NullMarked;
