@NullMarked
package dev.rlaif.trainer.chat;

import org.jspecify.annotations.NullMarked;
