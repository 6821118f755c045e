package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.KlControl;
import dev.rlaif.api.v1alpha1.KlEstimator;
import dev.rlaif.api.v1alpha1.PreferenceLoss;
import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.api.v1alpha1.Truncation;
import java.util.Optional;

/**
 * Every hyper-parameter of the learning algorithm, resolved from preset and overrides; what is
 * absent is switched off. Names follow TRL where TRL has one.
 *
 * @param miniBatchSize samples of one optimiser step divided by {@code accumulation}
 * @param lambda GAE lambda of the policy's advantages
 * @param lambdaValue GAE lambda of the returns
 * @param clipRange lower PPO clip: ratio at least 1 - clipRange
 * @param clipRangeHigh upper PPO clip: ratio at most 1 + clipRangeHigh
 * @param logRatioClamp bound of |lp - lpOld| before the exponential
 * @param separateValue value head as an optimiser group of its own (no shared loss)
 * @param warmUpSteps linear learning-rate warm-up
 * @param criticWarmUpSteps first steps, in which only the value group is updated
 * @param klBudget nats per response; exceeded three steps in a row ends training
 * @param minScoredFraction fewer scored samples in a batch: no optimiser step
 * @param groupSize answers per prompt; of DPO, of which the best and the worst make a pair
 * @param minMargin smallest difference of the judge's p in a pair
 * @param preferenceLoss DPO only
 * @param labelSmoothing share of pairs that are thought to be the wrong way round
 * @param endAtFault an answer is learned from up to the fault that the judge points at
 */
public record AlgorithmPlan(
    AlgorithmType type,
    Preset preset,
    double learningRate,
    double valueLearningRate,
    double adamBeta1,
    double adamBeta2,
    double adamEpsilon,
    double weightDecay,
    int epochs,
    int miniBatchSize,
    int accumulation,
    double gamma,
    double lambda,
    double lambdaValue,
    double clipRange,
    double clipRangeHigh,
    Optional<Double> dualClip,
    Optional<Double> logRatioClamp,
    double valueClipRange,
    double valueCoefficient,
    boolean separateValue,
    KlPlan kl,
    ScorePlan score,
    boolean whitenRewards,
    LossDivisor lossDivisor,
    Optional<Double> maxGradNorm,
    double ratioThreshold,
    RatioAction ratioAction,
    int warmUpSteps,
    int criticWarmUpSteps,
    Truncation truncation,
    double overlongBuffer,
    double overlongFactor,
    double eosPenalty,
    Optional<Double> klBudget,
    double minScoredFraction,
    int groupSize,
    double beta,
    double minMargin,
    Optional<PreferenceLoss> preferenceLoss,
    double labelSmoothing,
    boolean endAtFault) {

  public enum LossDivisor {
    /** mean over the tokens of each mini-batch (TRL 0.8.6) */
    MINI_BATCH_MEAN,
    /** sum divided by the token count of the whole optimiser step, all ranks and micro-batches */
    GLOBAL_TOKENS
  }

  public enum RatioAction {
    /** TRL 0.8.6: the loss of that mini-batch times 0, the optimiser still steps */
    ZERO_LOSS,
    /** the optimiser step is skipped and counted */
    SKIP_STEP
  }

  /** KL penalty in the reward; {@code clamp} bounds |lp - ref| per token. */
  public record KlPlan(
      KlControl control,
      double coefficient,
      double target,
      double horizon,
      KlEstimator estimator,
      Optional<Double> clamp) {}

  /** What happens to logit scores before they become rewards, in this order. */
  public record ScorePlan(
      boolean scaling,
      boolean runningNormalise,
      boolean referenceNormalise,
      Optional<Double> clip) {}
}
