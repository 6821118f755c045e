package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.DecodeStep;
import dev.rlaif.trainer.kernel.FusedStep;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.kernel.PackedAdapter;
import dev.rlaif.trainer.kernel.ScriptedStep;
import dev.rlaif.trainer.kernel.StepInput;
import dev.rlaif.trainer.llama.LlamaModel;

/** Makes the decode steps of one generation. */
final class StepFactory {
  private final LlamaModel base;
  private final NDManager scope;
  private final StepInput input;
  private final boolean isFused;

  StepFactory(
      LlamaModel base,
      NDManager scope,
      KeyValueCache cache,
      PackedAdapter adapter,
      TokenSampler sampler,
      Decoding decoding) {
    this.base = base;
    this.scope = scope;
    this.input = new StepInput(base.weights(), cache, adapter, sampler.filter(), sampler.banned());
    this.isFused =
        decoding == Decoding.FUSED
            && FusedStep.fits(base.placement(), base.config().shape(), adapter);
  }

  /** A step of so many rows. */
  DecodeStep make(int rows) {
    NDManager buffers = scope.newSubManager();
    return isFused
        ? new FusedStep(base.kernels(), buffers, base.config().shape(), input, rows)
        : new ScriptedStep(base.kernels(), buffers, input, rows);
  }
}
