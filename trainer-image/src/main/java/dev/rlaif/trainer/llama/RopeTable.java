package dev.rlaif.trainer.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlaif.trainer.kernel.Kernels;

/**
 * Rotary position embedding (RoFormer, Su et al. 2021) for heads that rotate their first half with
 * their second, as Hugging Face checkpoints do.
 *
 * @param cos [positions * D], row by row
 * @param sin [positions * D], the first half of each row negated
 */
record RopeTable(float[] cos, float[] sin, int headSize) {

  static RopeTable of(LlamaConfig config) {
    return of(
        config.ropeTheta(), config.ropeScaling(), config.shape().headSize(), config.positions());
  }

  static RopeTable of(double theta, RopeScaling scaling, int headSize, int positions) {
    int half = headSize / 2;
    float[] cos = new float[Math.multiplyExact(positions, headSize)];
    float[] sin = new float[cos.length];
    for (int i = 0; i < half; i++) {
      double frequency = scaling.scale(Math.pow(theta, -2.0 * i / headSize));
      for (int p = 0; p < positions; p++) {
        int first = p * headSize + i;
        int second = first + half;
        cos[first] = (float) Math.cos(p * frequency);
        cos[second] = cos[first];
        sin[second] = (float) Math.sin(p * frequency);
        sin[first] = -sin[second];
      }
    }
    return new RopeTable(cos, sin, headSize);
  }

  /** The cosines [positions, D] as the engine takes them. */
  NDArray cos(NDManager manager, Kernels kernels) {
    return table(cos, manager, kernels);
  }

  /** The sines [positions, D] as the engine takes them. */
  NDArray sin(NDManager manager, Kernels kernels) {
    return table(sin, manager, kernels);
  }

  private NDArray table(float[] elements, NDManager manager, Kernels kernels) {
    long positions = elements.length / headSize;
    NDArray table = kernels.zeros(manager, positions, headSize);
    try (NDArray exact = manager.create(elements, new Shape(positions, headSize))) {
      kernels.assign(table, exact);
    }
    return table;
  }
}
