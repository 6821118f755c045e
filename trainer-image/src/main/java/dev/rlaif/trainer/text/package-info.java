/** Tokenizer and chat template of a model folder. */
@NullMarked
package dev.rlaif.trainer.text;

import org.jspecify.annotations.NullMarked;
