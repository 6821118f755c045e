package dev.rlaif.trainer.rollout;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.DecodeStep;
import dev.rlaif.trainer.kernel.FusedStep;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.kernel.PackedAdapter;
import dev.rlaif.trainer.kernel.ScriptedStep;
import dev.rlaif.trainer.kernel.StepInput;
import dev.rlaif.trainer.llama.LlamaModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the decode steps of one generation. */
final class StepFactory {
  private static final Logger LOG = LoggerFactory.getLogger(StepFactory.class);

  private final LlamaModel base;
  private final NDManager scope;
  private final StepInput input;
  private boolean isFused;

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
    if (isFused) {
      try {
        return new FusedStep(
            base.kernels(), scope.newSubManager(), base.config().shape(), input, rows);
      } catch (EngineException e) {
        LOG.warn("decoding without kernels of our own, which is slower: {}", e.getMessage());
        isFused = false;
      }
    }
    return new ScriptedStep(base.kernels(), scope.newSubManager(), input, rows);
  }
}
