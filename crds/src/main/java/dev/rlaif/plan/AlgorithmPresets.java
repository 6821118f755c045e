package dev.rlaif.plan;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.v1alpha1.AlgorithmOverrides;
import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.KlControl;
import dev.rlaif.api.v1alpha1.KlEstimator;
import dev.rlaif.api.v1alpha1.KlOverrides;
import dev.rlaif.api.v1alpha1.PreferenceLoss;
import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.Truncation;
import dev.rlaif.plan.AlgorithmPlan.KlPlan;
import dev.rlaif.plan.AlgorithmPlan.LossDivisor;
import dev.rlaif.plan.AlgorithmPlan.RatioAction;
import dev.rlaif.plan.AlgorithmPlan.ScorePlan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hyper-parameters of a run: its preset, and on top of that its overrides. */
public final class AlgorithmPresets {
  /** TRL 0.8.6, {@code PPOConfig.mini_batch_size}. */
  private static final int TRL_MINI_BATCH = 128;

  /** DPO: answers per prompt, of which the best and the worst make a pair. */
  private static final int DPO_ANSWERS = 4;

  /** DPO: answers that are closer than this say more of the judge's noise than of themselves. */
  private static final double DPO_MARGIN = 0.2;

  /** Share of maxNewTokens, the overlong punishment of DAPO (arXiv 2503.14476, equation 13). */
  private static final double OVERLONG_BUFFER = 0.2;

  private static final double EOS_PENALTY = 1;

  private static final KlOverrides NO_KL_OVERRIDES = new KlOverrides(null, null, null, null, null);

  private AlgorithmPresets() {}

  /** All hyper-parameters, resolved; nothing of the spec is checked here. */
  public static AlgorithmPlan resolve(RlaifRunSpec spec) {
    AlgorithmType type = spec.algorithm().type();
    Preset preset = spec.algorithm().preset();
    AlgorithmOverrides given = spec.algorithm().overrides();
    boolean trl = preset == Preset.TRL_0_8_6;
    boolean ppo = type == AlgorithmType.PPO;
    boolean online = type != AlgorithmType.DPO;
    double learningRate = requireNonNullElse(given.learningRate(), trl ? 1.41e-5 : 1e-5);
    double clipRange = requireNonNullElse(given.clipRange(), 0.2);
    double lambda = requireNonNullElse(given.lambda(), 0.95);
    int accumulation = requireNonNullElse(given.accumulation(), 1);
    int groupSize = groupSize(type, given);
    int samples = samples(type, spec.rollout().batchSize(), groupSize);
    return new AlgorithmPlan(
        type,
        preset,
        learningRate,
        requireNonNullElse(given.valueLearningRate(), trl ? learningRate : 5e-5),
        0.9,
        trl ? 0.999 : 0.95,
        1e-8,
        0,
        requireNonNullElse(given.epochs(), trl ? 4 : 1),
        requireNonNullElse(
            given.miniBatchSize(), miniBatchSize(preset, type, samples, accumulation)),
        accumulation,
        requireNonNullElse(given.gamma(), 1.0),
        lambda,
        trl ? lambda : 1,
        clipRange,
        requireNonNullElse(given.clipRangeHigh(), clipRangeHigh(trl, type, clipRange)),
        or(given.dualClip(), !trl && ppo ? Optional.of(3.0) : Optional.empty()),
        trl ? Optional.empty() : Optional.of(20.0),
        requireNonNullElse(given.valueClipRange(), trl ? 0.2 : 0.5),
        requireNonNullElse(given.valueCoefficient(), trl ? 0.1 : 1.0),
        !trl,
        kl(trl, ppo, requireNonNullElse(given.kl(), NO_KL_OVERRIDES)),
        score(trl, ppo, given),
        requireNonNullElse(given.whitenRewards(), false),
        trl ? LossDivisor.MINI_BATCH_MEAN : LossDivisor.GLOBAL_TOKENS,
        or(given.maxGradNorm(), trl ? Optional.empty() : Optional.of(1.0)),
        requireNonNullElse(given.ratioThreshold(), 10.0),
        trl ? RatioAction.ZERO_LOSS : RatioAction.SKIP_STEP,
        requireNonNullElse(given.warmUpSteps(), trl ? 0 : 10),
        requireNonNullElse(given.criticWarmUpSteps(), !trl && ppo ? 10 : 0),
        truncation(trl || !online, given),
        requireNonNullElse(given.overlongBuffer(), OVERLONG_BUFFER),
        1,
        requireNonNullElse(given.eosPenalty(), EOS_PENALTY),
        Optional.ofNullable(given.klBudget()),
        requireNonNullElse(given.minScoredFraction(), 0.5),
        groupSize,
        requireNonNullElse(given.beta(), beta(type)),
        requireNonNullElse(given.minMargin(), online ? 0 : DPO_MARGIN),
        or(given.preferenceLoss(), online ? Optional.empty() : Optional.of(PreferenceLoss.SIGMOID)),
        requireNonNullElse(given.labelSmoothing(), 0.0),
        requireNonNullElse(given.endAtFault(), false));
  }

  private static int groupSize(AlgorithmType type, AlgorithmOverrides given) {
    int usual =
        switch (type) {
          case PPO -> 1;
          case GRPO -> 8;
          case RLOO -> 4;
          case DPO -> DPO_ANSWERS;
        };
    return requireNonNullElse(given.groupSize(), usual);
  }

  /** Answers of one step, or pairs where pairs are learned from. */
  static int samples(AlgorithmType type, int batchSize, int groupSize) {
    return type == AlgorithmType.DPO ? batchSize : batchSize * groupSize;
  }

  /** What the samples of a step are divided into: TRL's own size, four parts, or one. */
  private static int miniBatchSize(
      Preset preset, AlgorithmType type, int samples, int accumulation) {
    if (preset == Preset.TRL_0_8_6) {
      return Math.min(TRL_MINI_BATCH, Math.max(1, samples / accumulation));
    }
    int optimiserStep = type == AlgorithmType.PPO ? ceilDiv(samples, 4) : samples;
    return Math.max(1, optimiserStep / accumulation);
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /** The upper clip is never below the lower one; RLOO and TRL have one for both. */
  private static double clipRangeHigh(boolean trl, AlgorithmType type, double clipRange) {
    boolean symmetric = trl || type == AlgorithmType.RLOO;
    return symmetric ? clipRange : Math.max(0.28, clipRange);
  }

  /** In the reward, of PPO only; a target means that the control is adaptive. */
  private static KlPlan kl(boolean trl, boolean ppo, KlOverrides given) {
    boolean adaptive = trl || given.target() != null;
    return new KlPlan(
        requireNonNullElse(given.control(), adaptive ? KlControl.ADAPTIVE : KlControl.FIXED),
        requireNonNullElse(given.coefficient(), trl ? 0.2 : ppo ? 0.05 : 0.0),
        requireNonNullElse(given.target(), 6.0),
        requireNonNullElse(given.horizon(), 10000),
        requireNonNullElse(given.estimator(), KlEstimator.K1),
        trl ? Optional.empty() : Optional.of(10.0));
  }

  /** Groups normalise their own scores, so only PPO measures against the reference model. */
  private static ScorePlan score(boolean trl, boolean ppo, AlgorithmOverrides given) {
    boolean modern = !trl && ppo;
    return new ScorePlan(
        false,
        false,
        requireNonNullElse(given.referenceNormalise(), modern),
        or(given.scoreClip(), modern ? Optional.of(3.0) : Optional.empty()));
  }

  private static Truncation truncation(boolean none, AlgorithmOverrides given) {
    Truncation usual = none ? Truncation.NONE : Truncation.OVERLONG;
    if (given.eosPenalty() != null) {
      usual = Truncation.EOS_PENALTY;
    } else if (given.overlongBuffer() != null) {
      usual = Truncation.OVERLONG;
    }
    return requireNonNullElse(given.truncation(), usual);
  }

  /** KL coefficient in the loss; PPO has its penalty in the reward instead. */
  private static double beta(AlgorithmType type) {
    return switch (type) {
      case PPO, GRPO -> 0;
      case RLOO -> 0.05;
      case DPO -> 0.1;
    };
  }

  private static <T> Optional<T> or(@Nullable T given, Optional<T> usual) {
    return given == null ? usual : Optional.of(given);
  }
}
