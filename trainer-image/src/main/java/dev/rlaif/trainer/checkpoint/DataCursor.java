package dev.rlaif.trainer.checkpoint;

/**
 * Where in the training prompts the next step begins. The order of an epoch is a function of seed
 * and epoch.
 *
 * @param fingerprint of the prompts that the position counts in
 * @param epoch from 0
 * @param position in that epoch's order, prompts already taken
 */
public record DataCursor(String fingerprint, int epoch, int position) {}
