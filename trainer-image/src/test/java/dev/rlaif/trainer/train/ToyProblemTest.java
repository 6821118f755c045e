package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.KlControl;
import dev.rlaif.api.v1alpha1.KlEstimator;
import dev.rlaif.plan.AlgorithmPlan.KlPlan;
import dev.rlaif.trainer.learn.Algorithm;
import dev.rlaif.trainer.learn.Plans;
import dev.rlaif.trainer.learn.ScoredRollout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A problem with a known answer: token 1 is good, and every algorithm finds it out. */
class ToyProblemTest {

  @ParameterizedTest
  @EnumSource(AlgorithmType.class)
  void everyAlgorithmLearnsTheBetterToken(AlgorithmType type) {
    Plans plans = toy(Plans.modern());
    plans.type = type;
    plans.beta = type == AlgorithmType.DPO ? 0.1 : 0;
    ToyPolicy policy = train(plans, 0, 60, 3);
    assertThat(policy.probabilityOfOne(0)).isGreaterThan(0.9);
    assertThat(policy.probabilityOfOne(1)).isGreaterThan(0.9);
  }

  @Test
  void trlPresetLearnsTheBetterToken() {
    Plans plans = toy(Plans.trl());
    plans.epochs = 4;
    ToyPolicy policy = train(plans, 0, 60, 3);
    assertThat(policy.probabilityOfOne(0)).isGreaterThan(0.9);
    assertThat(policy.probabilityOfOne(1)).isGreaterThan(0.9);
  }

  /**
   * With a reward of 1 and a KL coefficient of 0.5 the best policy has odds exp(1/0.5) : 1, 0.88.
   */
  @ParameterizedTest
  @EnumSource(names = {"PPO", "RLOO"})
  void klInTheRewardHoldsThePolicyAtTheKnownOptimum(AlgorithmType type) {
    Plans plans = toy(Plans.modern());
    plans.type = type;
    plans.beta = 0.5;
    plans.kl = new KlPlan(KlControl.FIXED, 0.5, 6, 10000, KlEstimator.K1, Optional.empty());
    plans.learningRate = 0.02;
    ToyPolicy policy = train(plans, 0.5, 300, 1);
    double optimum = 1 / (1 + Math.exp(-2));
    assertThat(policy.probabilityOfOne(0)).isCloseTo(optimum, Offset.offset(0.04));
    assertThat(policy.probabilityOfOne(1)).isCloseTo(optimum, Offset.offset(0.04));
  }

  private static Plans toy(Plans plans) {
    plans.learningRate = 0.05;
    plans.valueLearningRate = 0.05;
    plans.miniBatchSize = 16;
    plans.warmUpSteps = 0;
    plans.criticWarmUpSteps = 0;
    return plans;
  }

  private static ToyPolicy train(Plans plans, double klCoefficient, int steps, int longest) {
    ToyPolicy policy = new ToyPolicy(8);
    Algorithm algorithm = Algorithm.of(plans.plan());
    PolicyUpdate update =
        new PolicyUpdate(
            policy,
            algorithm,
            new PolicyUpdate.Settings(plans.plan(), 5, Optional.empty()),
            Map.of(),
            dump -> {});
    SplittableRandom random = new SplittableRandom(9);
    for (int step = 1; step <= steps; step++) {
      List<ScoredRollout> batch = ToyBatches.of(policy, 16, 4, longest, random);
      update.run(step, algorithm.experience(batch, klCoefficient));
    }
    return policy;
  }
}
