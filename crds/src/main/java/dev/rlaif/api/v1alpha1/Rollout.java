package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How answers are generated during training.
 *
 * @param engine default builtin
 * @param batchSize prompts per step, with DPO pairs; all GPUs and nodes together; default 128
 * @param maxNewTokens longest answer; default 128
 * @param minNewTokens shortest answer; default 0
 * @param maxPromptTokens longer prompts are left out; default 512
 * @param temperature of the sampling; default 1
 * @param topP smallest share of the probabilities to sample from; while learning only 1, off;
 *     default 1
 * @param topK most likely tokens to sample from; while learning only 0, off; default 0
 * @param stop texts that end an answer, beside the model's own stop tokens
 * @param maxStaleness updates that the policy may be ahead of the one that answered: with 0 it
 *     learns from its own answers alone; with 1 the next batch is answered and judged while it
 *     learns from this one, corrected by truncated importance weights; default 0
 * @param vllm with engine vllm only
 */
public record Rollout(
    RolloutEngine engine,
    @Range(min = 1, max = 65536) Integer batchSize,
    @Range(min = 1, max = 32768) Integer maxNewTokens,
    @Range(min = 0, max = 32768) Integer minNewTokens,
    @Range(min = 1, max = 131072) Integer maxPromptTokens,
    @Range(min = 0, max = 2, aboveMin = true) Double temperature,
    @Range(min = 0, max = 1, aboveMin = true) Double topP,
    @Range(min = 0, max = 1000) Integer topK,
    @Items(max = 8) List<@Length(max = 64) String> stop,
    @Range(min = 0, max = 1) Integer maxStaleness,
    @Nullable Vllm vllm) {
  static final Rollout DEFAULTS =
      new Rollout(RolloutEngine.BUILTIN, 128, 128, 0, 512, 1.0, 1.0, 0, List.of(), 0, null);

  public Rollout {
    engine = requireNonNullElse(engine, RolloutEngine.BUILTIN);
    batchSize = requireNonNullElse(batchSize, 128);
    maxNewTokens = requireNonNullElse(maxNewTokens, 128);
    minNewTokens = requireNonNullElse(minNewTokens, 0);
    maxPromptTokens = requireNonNullElse(maxPromptTokens, 512);
    temperature = requireNonNullElse(temperature, 1.0);
    topP = requireNonNullElse(topP, 1.0);
    topK = requireNonNullElse(topK, 0);
    stop = List.copyOf(requireNonNullElse(stop, List.of()));
    maxStaleness = requireNonNullElse(maxStaleness, 0);
  }
}
