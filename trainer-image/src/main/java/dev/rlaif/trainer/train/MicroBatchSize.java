package dev.rlaif.trainer.train;

import ai.djl.engine.EngineException;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.kernel.AllocationFailure;
import dev.rlaif.trainer.learn.Experience;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Experiences to a micro-batch: what the policy has planned, or less since memory ran out. */
final class MicroBatchSize {
  private static final Logger LOG = LoggerFactory.getLogger(MicroBatchSize.class);

  private final Policy policy;
  private final int unit;
  private long mostTokens = Long.MAX_VALUE;
  private int halvings;

  /**
   * @param unit experiences that stay together
   */
  MicroBatchSize(Policy policy, int unit) {
    this.policy = policy;
    this.unit = unit;
  }

  /**
   * A multiple of the unit, such that every rank gets a part, and that the calls of a rank are
   * about as large as each other: a call of few answers takes longer for each.
   */
  int of(List<Experience> miniBatch) {
    int units = miniBatch.size() / unit;
    int share = Math.max(1, parts(units, policy.ranks()));
    int calls = parts(share, Math.max(1, fitting(longest(miniBatch))));
    return parts(share, calls) * unit;
  }

  private static int parts(int all, int size) {
    return (all + size - 1) / size;
  }

  /** How often memory ran out. */
  int halvings() {
    return halvings;
  }

  /**
   * Makes this and all later micro-batches half as large as the one that did not fit.
   *
   * @throws StageFailure if it was the smallest that there can be
   */
  void halve(List<Experience> miniBatch, EngineException cause) {
    int tokens = longest(miniBatch);
    int size = of(miniBatch);
    if (size <= unit) {
      throw StageFailure.environment(
              "memory does not hold forward and backward of "
                  + size
                  + (size == 1 ? " answer" : " answers")
                  + " of up to "
                  + tokens
                  + " tokens with the prompt: use a device with more memory, or lower"
                  + " spec.rollout.maxNewTokens, maxPromptTokens or spec.lora.rank",
              cause)
          .because(Reason.OUT_OF_MEMORY);
    }
    int half = Math.max(1, size / unit / 2) * unit;
    mostTokens = (long) half * tokens;
    halvings++;
    LOG.warn(
        "memory ran out in a micro-batch of {} answers of up to {} tokens: going on with {}; the"
            + " step is the same but for rounding ({})",
        size,
        tokens,
        half,
        AllocationFailure.line(cause));
  }

  /** Units that one call holds. */
  private int fitting(int tokens) {
    return (int) Math.min(policy.microBatchSize(tokens), mostTokens / tokens) / unit;
  }

  private static int longest(List<Experience> miniBatch) {
    return Math.max(1, miniBatch.stream().mapToInt(Experience::lengthTokens).max().orElse(1));
  }
}
