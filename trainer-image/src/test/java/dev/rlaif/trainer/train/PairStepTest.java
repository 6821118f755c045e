package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.PreferenceLoss;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.learn.Algorithm;
import dev.rlaif.trainer.learn.KlController;
import dev.rlaif.trainer.learn.Plans;
import dev.rlaif.trainer.learn.RunningMoments;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.pair.Preference;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PairStepTest {
  private static final List<Preference> PAIRS = ToyPairs.of(24, 3);

  private static Plans plans(PreferenceLoss loss) {
    Plans plans = Plans.modern();
    plans.type = AlgorithmType.DPO;
    plans.beta = 0.1;
    plans.preferenceLoss = loss;
    boolean smoothed = loss == PreferenceLoss.ROBUST || loss == PreferenceLoss.CONSERVATIVE;
    plans.labelSmoothing = smoothed ? 0.1 : 0;
    plans.learningRate = 0.05;
    plans.miniBatchSize = 24;
    plans.warmUpSteps = 0;
    plans.criticWarmUpSteps = 0;
    return plans;
  }

  private static PairStep step(ToyPolicy policy, Plans plans, StopSignal stop) {
    Algorithm algorithm = Algorithm.of(plans.plan());
    return new PairStep(
        policy,
        algorithm,
        new PolicyUpdate(
            policy,
            algorithm,
            new PolicyUpdate.Settings(plans.plan(), 5, Optional.empty()),
            Map.of(),
            dump -> {}),
        stop);
  }

  private static TrainingStep.Carry carry(Plans plans) {
    return new TrainingStep.Carry(KlController.of(plans.plan().kl()), RunningMoments.START);
  }

  private static TrainingStep.Result run(ToyPolicy policy, Plans plans, int steps) {
    PairStep step = step(policy, plans, StopSignal.NEVER);
    TrainingStep.Result result = step.run(1, PAIRS, List.of(), carry(plans));
    for (int number = 2; number <= steps; number++) {
      result = step.run(number, PAIRS, List.of(), carry(plans));
    }
    return result;
  }

  @Test
  void firstStepBeginsAtTheReference() {
    Plans plans = plans(PreferenceLoss.SIGMOID);
    TrainingStep.Result first = run(new ToyPolicy(8), plans, 1);
    assertThat(first.metrics())
        .containsEntry("loss", Math.log(2))
        .containsEntry("rewards/margins", 0.0)
        .containsEntry("rewards/accuracies", 0.0)
        .containsEntry("ppo/optimiser_steps", 1.0);
    assertThat(first.rows()).isEmpty();
    assertThat(first.samples()).isEqualTo(24);
    assertThat(first.tokens())
        .isEqualTo(
            PAIRS.stream().mapToLong(p -> p.chosenIds().length + p.rejectedIds().length).sum());
  }

  @ParameterizedTest
  @EnumSource(PreferenceLoss.class)
  void everyLossLearnsWhatWasChosen(PreferenceLoss loss) {
    ToyPolicy policy = new ToyPolicy(8);
    TrainingStep.Result last = run(policy, plans(loss), 60);
    assertThat(policy.probabilityOfOne(0)).isGreaterThan(0.6);
    assertThat(last.metrics().get("rewards/margins")).isPositive();
    assertThat(last.metrics().get("rewards/accuracies")).isGreaterThan(0.9);
    assertThat(policy.parameters(Group.VALUE_HEAD)).containsOnly(0);
  }

  /** Property 3: the gradient is a sum over pairs, however they are split. */
  @Test
  void splitIntoMicroBatchesChangesNothing() {
    Plans plans = plans(PreferenceLoss.SIGMOID);
    ToyPolicy whole = new ToyPolicy(1000);
    run(whole, plans, 3);
    for (int size : new int[] {1, 2, 5, 9}) {
      ToyPolicy split = new ToyPolicy(size);
      run(split, plans, 3);
      assertThat(split.parameters(Group.LORA))
          .containsExactly(whole.parameters(Group.LORA), Offset.offset(1e-6f));
      assertThat(split.largestForward).isLessThanOrEqualTo(Math.max(2, size));
    }
  }

  @Test
  void accumulationEqualsOneLargeMiniBatch() {
    Plans large = plans(PreferenceLoss.SIGMOID);
    Plans accumulated = plans(PreferenceLoss.SIGMOID);
    accumulated.miniBatchSize = 8;
    accumulated.accumulation = 3;
    ToyPolicy first = new ToyPolicy(8);
    ToyPolicy second = new ToyPolicy(8);
    run(first, large, 2);
    run(second, accumulated, 2);
    assertThat(second.parameters(Group.LORA))
        .containsExactly(first.parameters(Group.LORA), Offset.offset(1e-6f));
  }

  @Test
  void pairsOfAnotherModelAreNoticedBeforeTheFirstUpdate() {
    Preference pair = PAIRS.get(0);
    float[] other = pair.referenceRejected().clone();
    other[0] -= 0.01f;
    Preference stale =
        new Preference(
            pair.id(),
            pair.prompt(),
            pair.chosen(),
            pair.rejected(),
            pair.scoreChosen(),
            pair.scoreRejected(),
            pair.tokenizer(),
            pair.promptIds(),
            pair.chosenIds(),
            pair.rejectedIds(),
            pair.referenceChosen(),
            other);
    Plans plans = plans(PreferenceLoss.SIGMOID);
    ToyPolicy policy = new ToyPolicy(8);
    PairStep step = step(policy, plans, StopSignal.NEVER);
    assertThatThrownBy(() -> step.run(1, List.of(PAIRS.get(1), stale), List.of(), carry(plans)))
        .isInstanceOfSatisfying(
            StageFailure.class, f -> assertThat(f.reason()).isEqualTo(Reason.MODEL_INVALID))
        .hasMessageContainingAll("the stored pairs and the base model", "answer 3, token 0");
    assertThat(policy.parameters(Group.LORA)).containsOnly(0);
  }

  @Test
  void stopsBeforeAStep() {
    Plans plans = plans(PreferenceLoss.SIGMOID);
    ToyPolicy policy = new ToyPolicy(8);
    PairStep step = step(policy, plans, () -> true);
    assertThatThrownBy(() -> step.run(2, PAIRS, List.of(), carry(plans)))
        .isInstanceOf(Stopped.class);
    assertThat(policy.parameters(Group.LORA)).containsOnly(0);
  }
}
