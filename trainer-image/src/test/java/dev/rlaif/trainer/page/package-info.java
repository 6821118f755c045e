@NullMarked
package dev.rlaif.trainer.page;

import org.jspecify.annotations.NullMarked;
