package dev.rlaif.trainer.lora;

/**
 * Prompt and response as they were generated; nothing is decoded and encoded again.
 *
 * @param promptIds [P], P at least 1
 * @param responseIds [L], L at least 1
 */
public record Sequence(int[] promptIds, int[] responseIds) {}
