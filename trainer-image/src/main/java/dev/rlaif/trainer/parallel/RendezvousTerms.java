package dev.rlaif.trainer.parallel;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and as what ranks meet.
 *
 * @param host where rank 0 is to be found; a name that may not be known yet
 * @param world number of ranks in all
 * @param model fingerprint of the frozen base, which all must have
 * @param plan hash of the plan, which all must have
 * @param secret file of the workspace
 * @param patience until all have come
 */
public record RendezvousTerms(
    String host, int port, int world, String plan, String model, Path secret, Duration patience) {

  /** What all ranks must have in common. */
  String text() {
    return "%d ranks, plan %s, model %s".formatted(world, plan, model);
  }
}
