package dev.rlaif.trainer.kernel;

import dev.rlaif.trainer.kernel.cuda.CachedMemory;
import dev.rlaif.trainer.kernel.cuda.Cuda;

/** Memory of a GPU that nobody has taken. */
public final class FreeMemory {
  private FreeMemory() {}

  /**
   * Bytes that are free when libtorch has given back what it only keeps. Other processes may take
   * them.
   */
  public static long of(Placement gpu) {
    CachedMemory.release();
    return Cuda.required().memory(gpu.device().getDeviceId()).free();
  }
}
