@NullMarked
package dev.rlaif.trainer.hub;

import org.jspecify.annotations.NullMarked;
