/**
 * Questions that are set aside from training: how good the model is meanwhile, which checkpoint
 * becomes the result, and when more training only makes it worse.
 */
@NullMarked
package dev.rlaif.trainer.validate;

import org.jspecify.annotations.NullMarked;
