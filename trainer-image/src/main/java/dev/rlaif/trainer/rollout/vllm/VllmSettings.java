package dev.rlaif.trainer.rollout.vllm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Where the servers are, and what they are given.
 *
 * @param urls bases of their APIs, each replica by itself
 * @param folder of the adapters, below which each version has its own
 * @param seenAs where the servers see a folder
 * @param run begins the names of this run's adapters, and of no other's
 * @param baseName that adapters name as the base they are of
 * @param probe prompt of the question that is asked of every version
 * @param patience how long is waited for a server that is away
 */
public record VllmSettings(
    List<String> urls,
    Path folder,
    Function<Path, String> seenAs,
    String run,
    String baseName,
    int[] probe,
    Stops stops,
    Duration patience) {

  public VllmSettings {
    urls = List.copyOf(urls);
  }

  /**
   * Begins the names of one process's adapters: a step that is done again after a kill may make
   * another adapter, and a name that had another before would find its cached keys and values.
   */
  String attempt() {
    return run + "-" + UUID.randomUUID().toString().substring(0, 8);
  }
}
