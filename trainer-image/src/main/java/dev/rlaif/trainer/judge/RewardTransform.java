package dev.rlaif.trainer.judge;

import dev.rlaif.api.v1alpha1.Transform;
import java.util.OptionalDouble;

/** From a judge's score to the reward of the algorithm; a missing score stays missing. */
public final class RewardTransform {
  private final Transform spec;

  public RewardTransform(Transform spec) {
    this.spec = spec;
  }

  public OptionalDouble reward(Judgement judgement) {
    return judgement.p().isPresent()
        ? OptionalDouble.of(reward(judgement.p().getAsDouble()))
        : OptionalDouble.empty();
  }

  /** Reward of a score; with logit the score lies inside (0, 1). */
  public double reward(double p) {
    double reward =
        switch (spec.type()) {
          case LOGIT -> Math.log(p / (1 - p));
          case IDENTITY -> p;
        };
    Double clip = spec.clip();
    return clip == null ? reward : Math.max(-clip, Math.min(clip, reward));
  }
}
