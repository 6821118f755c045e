/** Models of the Llama architecture: configuration, weights, key-value cache, value head. */
@NullMarked
package dev.rlaif.trainer.llama;

import org.jspecify.annotations.NullMarked;
