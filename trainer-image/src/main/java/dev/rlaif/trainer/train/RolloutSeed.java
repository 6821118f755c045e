package dev.rlaif.trainer.train;

/**
 * The seed of one answer's random numbers, a function of run, step, prompt and sample alone:
 * neither the order of a batch nor the number of ranks changes what an answer draws.
 */
final class RolloutSeed {
  private RolloutSeed() {}

  static long of(long seed, long step, String promptId, int sample) {
    long hash = mix(seed);
    hash = mix(hash ^ step);
    for (int i = 0; i < promptId.length(); i++) {
      hash = mix(hash ^ promptId.charAt(i));
    }
    return mix(hash ^ sample);
  }

  /** Finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
