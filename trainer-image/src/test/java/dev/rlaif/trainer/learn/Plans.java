package dev.rlaif.trainer.learn;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.KlControl;
import dev.rlaif.api.v1alpha1.KlEstimator;
import dev.rlaif.api.v1alpha1.PreferenceLoss;
import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.api.v1alpha1.Truncation;
import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.plan.AlgorithmPlan.KlPlan;
import dev.rlaif.plan.AlgorithmPlan.LossDivisor;
import dev.rlaif.plan.AlgorithmPlan.RatioAction;
import dev.rlaif.plan.AlgorithmPlan.ScorePlan;
import java.util.Optional;

/** A plan whose fields tests change one by one; it begins as PPO of TRL 0.8.6. */
public final class Plans {
  public AlgorithmType type = AlgorithmType.PPO;
  public double learningRate = 1.41e-5;
  public double valueLearningRate = 1.41e-5;
  public double beta1 = 0.9;
  public double beta2 = 0.999;
  public double weightDecay = 0;
  public int epochs = 4;
  public int miniBatchSize = 128;
  public int accumulation = 1;
  public double lambda = 0.95;
  public double lambdaValue = 0.95;
  public double clipRangeHigh = 0.2;
  public Optional<Double> dualClip = Optional.empty();
  public Optional<Double> logRatioClamp = Optional.empty();
  public double valueClipRange = 0.2;
  public double valueCoefficient = 0.1;
  public boolean separateValue = false;
  public KlPlan kl =
      new KlPlan(KlControl.ADAPTIVE, 0.2, 6, 10000, KlEstimator.K1, Optional.empty());
  public ScorePlan score = new ScorePlan(false, false, false, Optional.empty());
  public boolean whitenRewards = false;
  public LossDivisor lossDivisor = LossDivisor.MINI_BATCH_MEAN;
  public Optional<Double> maxGradNorm = Optional.empty();
  public double ratioThreshold = 10;
  public RatioAction ratioAction = RatioAction.ZERO_LOSS;
  public int warmUpSteps = 0;
  public int criticWarmUpSteps = 0;
  public Truncation truncation = Truncation.NONE;
  public double overlongBuffer = 0.2;
  public double eosPenalty = 1;
  public double beta = 0.05;
  public PreferenceLoss preferenceLoss = PreferenceLoss.SIGMOID;
  public double labelSmoothing = 0;
  public boolean endAtFault = false;

  /** PPO of TRL 0.8.6. */
  public static Plans trl() {
    return new Plans();
  }

  /** PPO as it is done today. */
  public static Plans modern() {
    Plans plans = new Plans();
    plans.learningRate = 1e-5;
    plans.valueLearningRate = 5e-5;
    plans.beta2 = 0.95;
    plans.epochs = 1;
    plans.miniBatchSize = 32;
    plans.lambdaValue = 1;
    plans.clipRangeHigh = 0.28;
    plans.dualClip = Optional.of(3.0);
    plans.logRatioClamp = Optional.of(20.0);
    plans.valueClipRange = 0.5;
    plans.valueCoefficient = 1;
    plans.separateValue = true;
    plans.kl = new KlPlan(KlControl.FIXED, 0.05, 6, 10000, KlEstimator.K1, Optional.of(10.0));
    plans.score = new ScorePlan(false, false, true, Optional.of(3.0));
    plans.lossDivisor = LossDivisor.GLOBAL_TOKENS;
    plans.maxGradNorm = Optional.of(1.0);
    plans.ratioAction = RatioAction.SKIP_STEP;
    plans.warmUpSteps = 10;
    plans.criticWarmUpSteps = 10;
    plans.truncation = Truncation.OVERLONG;
    return plans;
  }

  public AlgorithmPlan plan() {
    return new AlgorithmPlan(
        type,
        lossDivisor == LossDivisor.GLOBAL_TOKENS ? Preset.MODERN : Preset.TRL_0_8_6,
        learningRate,
        valueLearningRate,
        beta1,
        beta2,
        1e-8,
        weightDecay,
        epochs,
        miniBatchSize,
        accumulation,
        1,
        lambda,
        lambdaValue,
        0.2,
        clipRangeHigh,
        dualClip,
        logRatioClamp,
        valueClipRange,
        valueCoefficient,
        separateValue,
        kl,
        score,
        whitenRewards,
        lossDivisor,
        maxGradNorm,
        ratioThreshold,
        ratioAction,
        warmUpSteps,
        criticWarmUpSteps,
        truncation,
        overlongBuffer,
        1,
        eosPenalty,
        Optional.empty(),
        0.5,
        4,
        beta,
        0.2,
        Optional.of(preferenceLoss),
        labelSmoothing,
        endAtFault);
  }
}
