package dev.rlaif.trainer.kernel.cuda;

import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Memory of all GPUs that libtorch keeps without using it. */
public final class CachedMemory {
  /** libtorch gives nothing back while a graph is recorded on any GPU, and says so by an error. */
  private static final ReadWriteLock RECORDING = new ReentrantReadWriteLock();

  private CachedMemory() {}

  /** Gives it back to the GPUs; waits for graphs that are being recorded. */
  public static void release() {
    RECORDING.writeLock().lock();
    try {
      JniUtils.emptyCudaCache();
    } finally {
      RECORDING.writeLock().unlock();
    }
  }

  /** Runs a recording, during which nothing is given back. */
  static void keptWhile(Runnable recording) {
    RECORDING.readLock().lock();
    try {
      recording.run();
    } finally {
      RECORDING.readLock().unlock();
    }
  }
}
