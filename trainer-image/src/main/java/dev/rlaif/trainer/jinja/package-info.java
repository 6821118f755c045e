/**
 * The language of chat templates: Jinja as the transformers library sets it up, with Python's
 * semantics. What is not known is refused with its place, and never rendered otherwise.
 *
 * <p>Values are {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code List}, {@code
 * Map} with text keys, {@link None}, {@link Undefined}, {@link Namespace} and {@link Callable}.
 */
@NullMarked
package dev.rlaif.trainer.jinja;

import org.jspecify.annotations.NullMarked;
