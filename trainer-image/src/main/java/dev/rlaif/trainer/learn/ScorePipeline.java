package dev.rlaif.trainer.learn;

import dev.rlaif.api.v1alpha1.Truncation;
import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From a judge's rewards to scores: running scaling (TRL 0.8.6) or normalisation by the base
 * model's rewards, then the clip, then what truncation costs.
 *
 * @param maxNewTokens length limit of an answer
 * @param reference moments of the base model's scores; needed where the plan normalises by them
 */
public record ScorePipeline(
    AlgorithmPlan plan, int maxNewTokens, Optional<ReferenceMoments> reference) {
  /** TRL adds the machine epsilon of its scores, which are fp32. */
  private static final double EPSILON = Math.ulp(1f);

  /**
   * @throws StageFailure if the plan normalises by the base model's scores and they are absent
   */
  public ScorePipeline {
    if (plan.score().referenceNormalise() && reference.isEmpty()) {
      throw StageFailure.wrong(
          "scores are normalised by the base model's scores, and those were not measured: measure"
              + " them before the first step, or set algorithm.overrides.referenceNormalise: false");
    }
  }

  /**
   * An answer with the judge's word on it.
   *
   * @param probability p, as the judge gave it
   * @param reward of p: its logit, or what else the judge's transform makes of it
   * @param lengthTokens the stop token included
   * @param ended by itself, not at the length limit
   */
  public record Judged(double probability, double reward, int lengthTokens, boolean ended) {

    /** With the logit of p as its reward; p lies inside (0, 1). */
    public static Judged logit(double probability, int lengthTokens, boolean ended) {
      return new Judged(probability, Score.logit(probability), lengthTokens, ended);
    }
  }

  /** Scores in order of the answers, and the moments that the next batch starts from. */
  public record Result(List<Score> scores, RunningMoments moments) {}

  /** Scores a batch; the moments are updated with it before they are used. */
  public Result score(List<Judged> batch, RunningMoments before) {
    double[] rewards = batch.stream().mapToDouble(Judged::reward).toArray();
    RunningMoments moments = plan.score().scaling() ? before.after(rewards) : before;
    List<Score> scores = new ArrayList<>(batch.size());
    for (int i = 0; i < rewards.length; i++) {
      scores.add(score(batch.get(i), moments));
    }
    return new Result(List.copyOf(scores), moments);
  }

  /**
   * min(max(L-(M-b), 0), b)/b times the factor (DAPO, arXiv 2503.14476, eq. 13); 0 without buffer.
   */
  public static double overlongPenalty(
      int lengthTokens, double limit, double bufferTokens, double factor) {
    if (bufferTokens <= 0) {
      return 0;
    }
    double over = Math.max(lengthTokens - (limit - bufferTokens), 0);
    return factor * Math.min(over, bufferTokens) / bufferTokens;
  }

  private Score score(Judged answer, RunningMoments moments) {
    double reward = answer.reward();
    double normalised = normalise(reward, moments);
    double bound = plan.score().clip().orElse(Double.POSITIVE_INFINITY);
    double clipped = Math.max(-bound, Math.min(bound, normalised));
    double penalty = penalty(answer);
    boolean trained = answer.ended() || plan.truncation() != Truncation.MASK;
    return new Score(
        answer.probability(), reward, normalised, clipped, penalty, clipped - penalty, trained);
  }

  private double normalise(double reward, RunningMoments moments) {
    if (plan.score().scaling()) {
      double shift = plan.score().runningNormalise() ? moments.mean() : 0;
      return (reward - shift) / (moments.std() + EPSILON);
    }
    if (plan.score().referenceNormalise()) {
      ReferenceMoments base = reference.orElseThrow();
      return (reward - base.mean()) / base.std();
    }
    return reward;
  }

  private double penalty(Judged answer) {
    return switch (plan.truncation()) {
      case OVERLONG ->
          overlongPenalty(
              answer.lengthTokens(),
              maxNewTokens,
              plan.overlongBuffer() * maxNewTokens,
              plan.overlongFactor());
      case EOS_PENALTY -> answer.ended() ? 0 : plan.eosPenalty();
      case MASK, NONE -> 0;
    };
  }
}
