package dev.rlaif.trainer.rollout;

/**
 * Random numbers by counter instead of by state: the draw of a token depends on the request's seed
 * and the token's number, and on no other row of the batch.
 */
final class Uniforms {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final int BITS = 24;

  private Uniforms() {}

  /** In [0, 1), of 24 bits, so that its product with an fp32 sum stays below the sum. */
  static float at(long seed, int draw) {
    return (mix(mix(seed) + (draw + 1L) * GOLDEN_GAMMA) >>> (Long.SIZE - BITS)) * 0x1p-24f;
  }

  /** SplitMix64's finaliser (Steele, Lea, Flood 2014). */
  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
