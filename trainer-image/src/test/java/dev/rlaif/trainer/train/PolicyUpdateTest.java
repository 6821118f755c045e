package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.AlgorithmPlan.LossDivisor;
import dev.rlaif.plan.AlgorithmPlan.RatioAction;
import dev.rlaif.trainer.learn.AdamW;
import dev.rlaif.trainer.learn.Algorithm;
import dev.rlaif.trainer.learn.Experience;
import dev.rlaif.trainer.learn.GradientNorm;
import dev.rlaif.trainer.learn.MicroBatchLoss;
import dev.rlaif.trainer.learn.Plans;
import dev.rlaif.trainer.learn.ScoredRollout;
import dev.rlaif.trainer.lora.ForwardPass;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyUpdateTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);
  private static final Offset<Double> ONE_PERCENT = Offset.offset(1e-5);

  @ParameterizedTest
  @EnumSource(AlgorithmType.class)
  void splitIntoMicroBatchesChangesNothing(AlgorithmType type) {
    Plans plans = toy(Plans.modern());
    plans.type = type;
    ToyPolicy whole = new ToyPolicy(1000);
    run(whole, plans, batch(whole, plans, 1), 1);
    for (int size : new int[] {1, 3, 7}) {
      ToyPolicy split = new ToyPolicy(size);
      run(split, plans, batch(split, plans, 1), 1);
      assertSameParameters(split, whole);
      assertThat(split.largestForward).isLessThanOrEqualTo(Math.max(size, unit(plans)));
    }
    assertThat(whole.parameters(Group.LORA)).isNotEqualTo(new ToyPolicy(1).parameters(Group.LORA));
  }

  /** The second micro-batch of the first mini-batch fails, after the first has added gradients. */
  @ParameterizedTest
  @EnumSource(AlgorithmType.class)
  void microBatchThatFindsNoMemoryIsHalvedForGoodAndChangesNothing(AlgorithmType type) {
    Plans plans = toy(Plans.modern());
    plans.type = type;
    ToyPolicy whole = new ToyPolicy(1000);
    run(whole, plans, batch(whole, plans, 1), 1);
    ToyPolicy small = new ToyPolicy(1000);
    small.tooLarge = unit(plans) + 1;
    PolicyUpdate.Result result = run(small, plans, batch(small, plans, 1), 1);
    assertSameParameters(small, whole);
    assertThat(small.largestForward).isEqualTo(unit(plans));
    assertThat(result.metrics().get("memory/ran_out")).isBetween(1.0, 10.0);
  }

  @Test
  void memoryForNotEvenOneAnswerIsAFailureThatSaysWhatWouldDo() {
    Plans plans = toy(Plans.modern());
    ToyPolicy policy = new ToyPolicy(1000);
    List<Experience> batch = batch(policy, plans, 1);
    float[] before = policy.parameters(Group.LORA);
    policy.tooLarge = 1;
    assertThatThrownBy(() -> run(policy, plans, batch, 1))
        .isInstanceOfSatisfying(
            StageFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.OUT_OF_MEMORY))
        .hasMessageContaining("1 answer of up to")
        .hasMessageContaining("spec.rollout.maxNewTokens");
    assertThat(policy.parameters(Group.LORA)).isEqualTo(before);
  }

  @Test
  void accumulationOverTheGlobalCountEqualsOneLargeMiniBatch() {
    Plans large = toy(Plans.modern());
    large.miniBatchSize = 24;
    Plans accumulated = toy(Plans.modern());
    accumulated.miniBatchSize = 8;
    accumulated.accumulation = 3;
    assertSameParameters(updated(accumulated), updated(large));
  }

  @Test
  void meanOfMeansDiffersWhereLengthsDoAsInTrl() {
    Plans large = toy(Plans.modern());
    large.miniBatchSize = 24;
    Plans accumulated = toy(Plans.modern());
    accumulated.miniBatchSize = 8;
    accumulated.accumulation = 3;
    accumulated.lossDivisor = LossDivisor.MINI_BATCH_MEAN;
    float[] ofMeans = updatedBySgdLike(accumulated);
    float[] ofTokens = updatedBySgdLike(large);
    assertThat(ofMeans).isNotEqualTo(ofTokens);
  }

  /** Adam hides a wrong scale of the gradient; its norm does not. */
  @ParameterizedTest
  @EnumSource(LossDivisor.class)
  void gradientIsThatOfTheMeanOverAllTokensWhereLengthsAreEqual(LossDivisor divisor) {
    Plans plans = toy(Plans.modern());
    plans.lossDivisor = divisor;
    plans.accumulation = 3;
    ToyPolicy policy = new ToyPolicy(5);
    Algorithm ppo = Algorithm.of(plans.plan());
    List<Experience> batch =
        ppo.experience(ToyBatches.of(policy, 6, 4, 1, new SplittableRandom(1)), 0.05);
    try (ForwardPass pass = policy.forward(batch.stream().map(Experience::sequence).toList())) {
      MicroBatchLoss loss = ppo.loss(batch, pass.scores(), 24);
      pass.backward(loss.logProbGradients(), loss.valueGradients());
    }
    double ofPolicy = GradientNorm.of(policy.gradients(Group.LORA));
    double ofValue = GradientNorm.of(policy.gradients(Group.VALUE_HEAD));
    Map<String, Double> metrics = update(policy, plans, Map.of()).run(1, batch).metrics();
    assertThat(metrics.get("grad_norm/policy")).isCloseTo(ofPolicy, Offset.offset(1e-6));
    assertThat(metrics.get("grad_norm/value")).isCloseTo(ofValue, Offset.offset(1e-6));
  }

  @Test
  void clipIsOfEachGroupWhereValuesAreSeparateAndOfBothWhereTheyAreNot() {
    Plans plans = toy(Plans.modern());
    plans.miniBatchSize = 1000;
    plans.maxGradNorm = Optional.of(1e-3);
    assertThat(norms(plans)).allSatisfy(norm -> assertThat(norm).isCloseTo(1e-3, ONE_PERCENT));
    plans.separateValue = false;
    double both = Math.hypot(norms(plans).get(0), norms(plans).get(1));
    assertThat(both).isCloseTo(1e-3, ONE_PERCENT);
  }

  @Test
  void firstMiniBatchHasRatioOneAndNoKl() {
    Plans plans = toy(Plans.modern());
    plans.miniBatchSize = 1000;
    ToyPolicy policy = new ToyPolicy(8);
    PolicyUpdate.Result result = run(policy, plans, batch(policy, plans, 1), 1);
    assertThat(result.metrics())
        .containsEntry("ppo/policy/ratio", 1.0)
        .containsEntry("ppo/policy/approxkl", 0.0)
        .containsEntry("ppo/policy/clipfrac", 0.0)
        .containsEntry("ppo/optimiser_steps", 1.0)
        .containsEntry("ppo/skipped", 0.0);
    assertThat(result.metrics().get("ppo/policy/entropy"))
        .isCloseTo(Math.log(2), Offset.offset(1e-6));
    assertThat(result.metrics().get("grad_norm/policy")).isPositive();
    assertThat(result.metrics().get("grad_norm/value")).isPositive();
    assertThat(result.metrics()).containsEntry("lr/value", plans.valueLearningRate);
  }

  @Test
  void maskedSamplesDoNotMoveAnything() {
    Plans plans = toy(Plans.modern());
    plans.miniBatchSize = 1000;
    ToyPolicy with = new ToyPolicy(8);
    List<Experience> batch = batch(with, plans, 1);
    List<Experience> more = new ArrayList<>(batch);
    more.add(1, masked(batch.get(0)));
    run(with, plans, more, 1);
    assertSameParameters(with, updated(plans));
  }

  @Test
  void criticWarmUpMovesTheValueHeadOnly() {
    Plans plans = toy(Plans.modern());
    plans.criticWarmUpSteps = 1;
    ToyPolicy policy = new ToyPolicy(8);
    PolicyUpdate update = update(policy, plans, Map.of());
    PolicyUpdate.Result first = update.run(1, batch(policy, plans, 1));
    assertThat(policy.parameters(Group.LORA)).containsOnly(0);
    assertThat(policy.parameters(Group.VALUE_HEAD)).doesNotContain(0);
    assertThat(first.metrics()).containsEntry("lr/policy", 0.0);
    update.run(2, batch(policy, plans, 2));
    assertThat(policy.parameters(Group.LORA)).doesNotContain(0);
  }

  @Test
  void ratesWarmUpAfterTheCritic() {
    Plans plans = toy(Plans.modern());
    plans.criticWarmUpSteps = 2;
    plans.warmUpSteps = 4;
    ToyPolicy policy = new ToyPolicy(8);
    PolicyUpdate update = update(policy, plans, Map.of());
    Map<String, Double> metrics = update.run(3, batch(policy, plans, 1)).metrics();
    assertThat(metrics).containsEntry("lr/policy", plans.learningRate / 4);
    assertThat(metrics).containsEntry("lr/value", plans.valueLearningRate * 3 / 4);
  }

  @Test
  void tooLargeARatioSkipsTheStepAsAWhole() {
    Plans plans = toy(Plans.modern());
    ToyPolicy policy = new ToyPolicy(8);
    PolicyUpdate.Result result = run(policy, plans, farAway(batch(policy, plans, 1)), 1);
    assertThat(policy.parameters(Group.LORA)).containsOnly(0);
    assertThat(policy.parameters(Group.VALUE_HEAD)).containsOnly(0);
    assertThat(result.optimiserSteps()).isZero();
    assertThat(result.skippedSteps()).isEqualTo(3);
    assertThat(result.metrics().get("ppo/policy/ratio")).isGreaterThan(10);
  }

  @Test
  void tooLargeARatioZeroesTheLossAndTheOptimiserStillStepsAsInTrl() {
    Plans plans = toy(Plans.trl());
    plans.epochs = 1;
    ToyPolicy policy = new ToyPolicy(8);
    PolicyUpdate update = update(policy, plans, Map.of());
    update.run(1, batch(policy, plans, 1));
    float[] before = policy.parameters(Group.LORA);
    PolicyUpdate.Result result = update.run(2, farAway(batch(policy, plans, 2)));
    assertThat(result.metrics())
        .containsEntry("ppo/loss/policy", 0.0)
        .containsEntry("ppo/loss/value", 0.0)
        .containsEntry("ppo/skipped", 0.0);
    assertThat(policy.parameters(Group.LORA)).as("momentum").isNotEqualTo(before);
    assertThat(plans.ratioAction).isEqualTo(RatioAction.ZERO_LOSS);
  }

  @ParameterizedTest
  @EnumSource(RatioAction.class)
  void nonFiniteLogProbabilityStopsWithADump(RatioAction action) {
    Plans plans = toy(Plans.trl());
    plans.ratioAction = action;
    ToyPolicy policy = new ToyPolicy(8);
    List<Experience> batch = batch(policy, plans, 1);
    policy.broken = true;
    List<BatchDump> dumps = new ArrayList<>();
    PolicyUpdate update =
        new PolicyUpdate(
            policy,
            Algorithm.of(plans.plan()),
            settings(plans, Optional.empty()),
            Map.of(),
            dumps::add);
    assertThatThrownBy(() -> update.run(7, batch))
        .isInstanceOfSatisfying(
            StageFailure.class, f -> assertThat(f.exit()).isEqualTo(StageFailure.Exit.WRONG))
        .hasMessageContaining("step 7")
        .hasMessageContaining("log-probability");
    assertThat(dumps).hasSize(1);
    assertThat(dumps.get(0).rows()).hasSize(8);
    assertThat(policy.parameters(Group.LORA)).containsOnly(0);
  }

  @Test
  void nonFiniteRewardStopsWithADump() {
    Plans plans = toy(Plans.trl());
    ToyPolicy policy = new ToyPolicy(8);
    List<Experience> batch = new ArrayList<>(batch(policy, plans, 1));
    Experience bad = batch.get(0);
    Arrays.fill(bad.returns(), Double.NaN);
    List<BatchDump> dumps = new ArrayList<>();
    PolicyUpdate update =
        new PolicyUpdate(
            policy,
            Algorithm.of(plans.plan()),
            settings(plans, Optional.empty()),
            Map.of(),
            dumps::add);
    assertThatThrownBy(() -> update.run(1, batch)).hasMessageContaining("the loss is not finite");
    assertThat(dumps).hasSize(1);
    assertThat(dumps.get(0).reason()).contains("loss");
  }

  @Test
  void earlyStopEndsTheEpochs() {
    Plans plans = toy(Plans.trl());
    plans.epochs = 4;
    plans.learningRate = 0.5;
    ToyPolicy policy = new ToyPolicy(8);
    PolicyUpdate update =
        new PolicyUpdate(
            policy,
            Algorithm.of(plans.plan()),
            settings(plans, Optional.of(1e-4)),
            Map.of(),
            dump -> {});
    assertThat(update.run(1, batch(policy, plans, 1)).metrics())
        .hasEntrySatisfying("ppo/epochs", epochs -> assertThat(epochs).isLessThan(4));
  }

  @Test
  void nothingToLearnFromIsASkippedStep() {
    Plans plans = toy(Plans.modern());
    ToyPolicy policy = new ToyPolicy(8);
    PolicyUpdate.Result empty = run(policy, plans, List.of(), 1);
    assertThat(empty.skippedSteps()).isEqualTo(1);
    assertThat(empty.optimiserSteps()).isZero();
    List<Experience> masked =
        batch(policy, plans, 1).stream().map(PolicyUpdateTest::masked).toList();
    assertThat(run(policy, plans, masked, 1).skippedSteps()).isEqualTo(1);
    assertThat(policy.parameters(Group.LORA)).containsOnly(0);
  }

  @Test
  void twoUpdatesAndAResumeEqualFour() {
    Plans plans = toy(Plans.modern());
    ToyPolicy straight = new ToyPolicy(8);
    PolicyUpdate whole = update(straight, plans, Map.of());
    ToyPolicy stopped = new ToyPolicy(8);
    PolicyUpdate before = update(stopped, plans, Map.of());
    for (int step = 1; step <= 2; step++) {
      whole.run(step, batch(straight, plans, step));
      before.run(step, batch(stopped, plans, step));
    }
    ToyPolicy resumed = new ToyPolicy(8);
    for (Group group : Group.values()) {
      resumed.setParameters(group, stopped.parameters(group));
    }
    PolicyUpdate after = update(resumed, plans, before.optimiserState());
    for (int step = 3; step <= 4; step++) {
      whole.run(step, batch(straight, plans, step));
      after.run(step, batch(resumed, plans, step));
    }
    assertThat(resumed.parameters(Group.LORA)).isEqualTo(straight.parameters(Group.LORA));
    assertThat(resumed.parameters(Group.VALUE_HEAD))
        .isEqualTo(straight.parameters(Group.VALUE_HEAD));
  }

  private static Plans toy(Plans plans) {
    plans.learningRate = 0.05;
    plans.valueLearningRate = 0.02;
    plans.miniBatchSize = 8;
    plans.warmUpSteps = 0;
    plans.criticWarmUpSteps = 0;
    return plans;
  }

  private static int unit(Plans plans) {
    return Algorithm.of(plans.plan()).unit();
  }

  private static List<Experience> batch(ToyPolicy policy, Plans plans, int seed) {
    List<ScoredRollout> rollouts = ToyBatches.of(policy, 6, 4, 5, new SplittableRandom(seed));
    return Algorithm.of(plans.plan()).experience(rollouts, 0.05);
  }

  private static PolicyUpdate.Settings settings(Plans plans, Optional<Double> earlyStopKl) {
    return new PolicyUpdate.Settings(plans.plan(), 3, earlyStopKl);
  }

  private static PolicyUpdate update(
      ToyPolicy policy, Plans plans, Map<Group, AdamW.State> resume) {
    return new PolicyUpdate(
        policy, Algorithm.of(plans.plan()), settings(plans, Optional.empty()), resume, dump -> {});
  }

  private static PolicyUpdate.Result run(
      ToyPolicy policy, Plans plans, List<Experience> batch, int step) {
    return update(policy, plans, Map.of()).run(step, batch);
  }

  private static ToyPolicy updated(Plans plans) {
    ToyPolicy policy = new ToyPolicy(8);
    run(policy, plans, batch(policy, plans, 1), 1);
    return policy;
  }

  /** First moments after one step are proportional to the gradient, which Adam's step is not. */
  private static float[] updatedBySgdLike(Plans plans) {
    ToyPolicy policy = new ToyPolicy(8);
    PolicyUpdate update = update(policy, plans, Map.of());
    update.run(1, batch(policy, plans, 1));
    return Objects.requireNonNull(update.optimiserState().get(Group.LORA)).firstMoment();
  }

  /** Norms of the clipped gradients, which after one step are in the first moments. */
  private static List<Double> norms(Plans plans) {
    ToyPolicy policy = new ToyPolicy(8);
    PolicyUpdate update = update(policy, plans, Map.of());
    update.run(1, batch(policy, plans, 1));
    return update.optimiserState().values().stream()
        .map(state -> GradientNorm.of(state.firstMoment()) / (1 - plans.beta1))
        .toList();
  }

  private static Experience masked(Experience e) {
    return new Experience(
        e.sequence(),
        new boolean[e.mask().length],
        e.logProbsOld(),
        e.reference(),
        e.values(),
        e.rewards(),
        e.advantages(),
        e.returns(),
        e.weights(),
        e.score());
  }

  private static List<Experience> farAway(List<Experience> batch) {
    batch.forEach(e -> Arrays.setAll(e.logProbsOld(), t -> e.logProbsOld()[t] - 5));
    return batch;
  }

  private static void assertSameParameters(ToyPolicy found, ToyPolicy expected) {
    for (Group group : Group.values()) {
      assertThat(found.parameters(group)).containsExactly(expected.parameters(group), ROUNDING);
    }
  }
}
