/** vLLM's OpenAI server as the engine of rollouts: token ids in and out, an adapter a version. */
@NullMarked
package dev.rlaif.trainer.rollout.vllm;

import org.jspecify.annotations.NullMarked;
