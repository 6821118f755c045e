package dev.rlaif.trainer.kernel;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** The engine's settings of a process and of a thread. */
public final class Torch {
  private Torch() {}

  /** Loads libtorch, if this process has not yet. */
  static void load() {
    Engine.getEngine("PyTorch");
  }

  /** A manager of its own on a device; whoever asks for it closes it. */
  public static PtNDManager newManager(Device device) {
    PtNDManager manager = (PtNDManager) NDManager.newBaseManager(device, "PyTorch");
    JniUtils.setNumThreads(Runtime.getRuntime().availableProcessors());
    return manager;
  }

  /** A manager of small arrays whose numbers decide what a kernel does. */
  public static NDManager host(NDManager manager) {
    return manager.newSubManager(Device.cpu());
  }

  /**
   * Runs with or without recording a graph. Grad mode belongs to the thread and is on in every new
   * one, so that work that does not say which it wants may build graphs that nobody frees.
   */
  static <T> T withGradMode(boolean recording, Supplier<T> work) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(recording);
    // a setting of the thread too: the profiling executor compiles again for each new shape
    JniUtils.setGraphExecutorOptimize(false);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }
}
