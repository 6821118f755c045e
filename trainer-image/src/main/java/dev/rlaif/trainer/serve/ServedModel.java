package dev.rlaif.trainer.serve;

/**
 * A model under the name by which clients ask for it.
 *
 * @param adapter number of the engine's adapter, or {@link
 *     dev.rlaif.trainer.rollout.LiveRequest#BASE}
 */
public record ServedModel(String name, int adapter) {}
