package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

/**
 * Hidden states and what the way back from them needs: a list that stays in libtorch, which takes
 * arrays off it as it goes, so that their memory is free again at once.
 *
 * @param values [M, C]
 * @param kept closed with the manager of the values, if nobody used it up
 */
public record KeptHidden(NDArray values, IValue kept) {

  static KeptHidden attach(PtNDManager manager, NDArray values, IValue kept) {
    manager.attachInternal(kept.getUid(), kept);
    return new KeptHidden(values, kept);
  }
}
