/**
 * The LoRA adapter and the policy made of base, adapter and value head. Shapes: B batch, T tokens,
 * H heads, D head size, V vocabulary, r rank.
 */
@NullMarked
package dev.rlaif.trainer.lora;

import org.jspecify.annotations.NullMarked;
