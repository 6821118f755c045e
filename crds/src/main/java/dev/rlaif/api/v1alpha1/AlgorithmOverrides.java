package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * Hyper-parameters that a run sets; absent: the preset's value. Which algorithm reads which field
 * is a rule of the planner.
 *
 * @param learningRate of the policy's adapter
 * @param valueLearningRate of the value head; PPO only
 * @param epochs passes over the answers of a step
 * @param miniBatchSize answers of one backward pass
 * @param accumulation mini-batches of one optimiser step
 * @param gamma discount of later rewards; PPO only
 * @param lambda of generalised advantage estimation; returns keep the preset's; PPO only
 * @param clipRange how far below 1 the ratio of new to old probability still counts; not with DPO
 * @param clipRangeHigh how far above 1 the ratio still counts; PPO and GRPO only
 * @param valueClipRange how far a value may move in one step; PPO only
 * @param dualClip bound of the loss at negative advantages, in multiples of the advantage; PPO and
 *     GRPO only
 * @param valueCoefficient weight of the value loss; PPO only
 * @param kl PPO only
 * @param whitenRewards rewards are shifted and scaled to mean 0 and variance 1; PPO only
 * @param maxGradNorm larger gradients are scaled down to it
 * @param ratioThreshold a larger mean ratio voids the optimiser step; PPO only
 * @param groupSize answers per prompt; not with PPO; with DPO the best and the worst of them are a
 *     pair
 * @param beta KL coefficient in the loss, with DPO the strength of the tie to the untrained model;
 *     not with PPO
 * @param scoreClip scores are clipped to plus or minus this; not with DPO
 * @param referenceNormalise scores are measured against those of the untrained model; not with DPO
 * @param truncation not with DPO
 * @param overlongBuffer share of maxNewTokens over which the punishment grows; with truncation
 *     overlong only
 * @param eosPenalty taken off the score of an answer that did not end; with truncation eosPenalty
 *     only
 * @param warmUpSteps steps over which the learning rate rises from 0
 * @param criticWarmUpSteps first steps, in which only the value is learned; PPO only
 * @param klBudget nats per answer; exceeded three steps in a row ends training; not with DPO
 * @param minScoredFraction with fewer scored answers in a batch the step is skipped; not with DPO
 * @param minMargin smallest difference of the scores in a pair, smaller ones are left out; DPO only
 * @param preferenceLoss absent: sigmoid; DPO only
 * @param labelSmoothing share of the pairs thought to be the wrong way round; with preferenceLoss
 *     robust or conservative only
 * @param endAtFault an answer in which the judge points at a fault, such as a forbidden word, is
 *     learned from up to there, with its score at that token; absent: to its end; not with DPO
 */
public record AlgorithmOverrides(
    @Nullable @Range(min = 0, max = 1, aboveMin = true) Double learningRate,
    @Nullable @Range(min = 0, max = 1, aboveMin = true) Double valueLearningRate,
    @Nullable @Range(min = 1, max = 64) Integer epochs,
    @Nullable @Range(min = 1, max = 65536) Integer miniBatchSize,
    @Nullable @Range(min = 1, max = 65536) Integer accumulation,
    @Nullable @Range(min = 0, max = 1) Double gamma,
    @Nullable @Range(min = 0, max = 1) Double lambda,
    @Nullable @Range(min = 0, max = 1, aboveMin = true) Double clipRange,
    @Nullable @Range(min = 0, max = 10, aboveMin = true) Double clipRangeHigh,
    @Nullable @Range(min = 0, max = 10) Double valueClipRange,
    @Nullable @Range(min = 1, max = 100) Double dualClip,
    @Nullable @Range(min = 0, max = 10) Double valueCoefficient,
    @Nullable KlOverrides kl,
    @Nullable Boolean whitenRewards,
    @Nullable @Range(min = 0, max = 1000000, aboveMin = true) Double maxGradNorm,
    @Nullable @Range(min = 1, max = 1000) Double ratioThreshold,
    @Nullable @Range(min = 2, max = 256) Integer groupSize,
    @Nullable @Range(min = 0, max = 10) Double beta,
    @Nullable @Range(min = 0, max = 100, aboveMin = true) Double scoreClip,
    @Nullable Boolean referenceNormalise,
    @Nullable Truncation truncation,
    @Nullable @Range(min = 0, max = 1, aboveMin = true) Double overlongBuffer,
    @Nullable @Range(min = 0, max = 100) Double eosPenalty,
    @Nullable @Range(min = 0, max = 100000) Integer warmUpSteps,
    @Nullable @Range(min = 0, max = 100000) Integer criticWarmUpSteps,
    @Nullable @Range(min = 0, max = 10000, aboveMin = true) Double klBudget,
    @Nullable @Range(min = 0, max = 1) Double minScoredFraction,
    @Nullable @Range(min = 0, max = 1) Double minMargin,
    @Nullable PreferenceLoss preferenceLoss,
    @Nullable @Range(min = 0, max = 0.5, belowMax = true) Double labelSmoothing,
    @Nullable Boolean endAtFault) {
  static final AlgorithmOverrides NONE =
      new AlgorithmOverrides(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null);
}
