package dev.rlaif.trainer.learn;

import static dev.rlaif.trainer.learn.Vectors.TOLERANCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.KlEstimator;
import dev.rlaif.trainer.learn.GroupAdvantage.Scaling;
import dev.rlaif.trainer.learn.GrpoLoss.KlGradient;
import dev.rlaif.trainer.learn.GrpoLoss.RatioLevel;
import dev.rlaif.trainer.learn.LossStats.Sum;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
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
import org.junit.jupiter.params.provider.ValueSource;

class AlgorithmTest {

  /** The score moves to the last token that is learned from, what follows it has no influence. */
  @Test
  void ppoLearnsUpToAFault() {
    Ppo ppo = new Ppo(Plans.modern().plan());
    ScoredRollout whole = vectorRollout(0, 4);
    Experience cut = ppo.experience(List.of(whole.upTo(1), vectorRollout(1, 3)), 0).get(0);
    assertThat(cut.mask()).containsExactly(true, true, false, false);
    assertThat(cut.rewards()).containsExactly(new double[] {0, whole.score(), 0, 0}, TOLERANCE);
    assertThat(cut.returns()[0]).isCloseTo(whole.score(), TOLERANCE);
    assertThat(cut.returns()[1]).isCloseTo(whole.score(), TOLERANCE);
    assertThat(cut.advantages()[2]).isZero();
  }

  /** The whole way of preset trl-0.8.6: rewards, advantages, losses, metrics of V2, V3 and V4. */
  @Test
  void ppoFollowsTheVectorsFromScoresToMetrics() {
    Plans plans = Plans.trl();
    Algorithm ppo = Algorithm.of(plans.plan());
    List<ScoredRollout> batch = List.of(vectorRollout(0, 4), vectorRollout(1, 3));
    List<Experience> experiences = ppo.experience(batch, 0.2);
    for (int b = 0; b < 2; b++) {
      assertThat(experiences.get(b).rewards())
          .containsExactly(expected("V2_rewards", b), TOLERANCE);
      assertThat(experiences.get(b).returns()).containsExactly(expected("V3_ret", b), TOLERANCE);
      assertThat(experiences.get(b).advantages())
          .containsExactly(expected("V3_wadv_masked", b), TOLERANCE);
    }
    double[][] lpMove = {{0.3, -0.3, 0.05, 0.0}, {-0.25, 0.1, 0.5}};
    double[][] valueMove = {{0.5, -0.1, 0.3, -0.5}, {0.1, 0.2, -0.3}};
    TokenScores now =
        new TokenScores(
            sum(Vectors.LP, lpMove),
            sum(Vectors.VALUES, valueMove),
            new float[][] {{1, 1, 1, 1}, {2, 2, 2}},
            new float[2][4]);
    LossStats stats = ppo.loss(experiences, now, 7).stats();
    Map<String, Double> metrics = ppo.metrics(List.of(stats));
    Map<String, String> names =
        Map.of(
            "ppo/loss/policy", "pg_loss",
            "ppo/policy/clipfrac", "pg_clipfrac",
            "ppo/loss/value", "vf_loss",
            "ppo/val/clipfrac", "vf_clipfrac",
            "ppo/loss/total", "total",
            "ppo/policy/approxkl", "approxkl",
            "ppo/policy/policykl", "policykl",
            "ppo/policy/ratio", "avg_ratio");
    names.forEach(
        (name, key) ->
            assertThat(metrics.get(name))
                .as(name)
                .isCloseTo(Vectors.of("V4").get(key).doubleValue(), Offset.offset(1e-6)));
    assertThat(metrics.get("ppo/policy/entropy")).isCloseTo(10.0 / 7, TOLERANCE);
    double[] returns = {1.3976125, 1.50275, 1.545, 1.5, -0.539, -0.52, -0.6};
    assertThat(metrics.get("ppo/returns/var")).isCloseTo(variance(returns), TOLERANCE);
    double error = Objects.requireNonNull(metrics.get("ppo/val/error"));
    assertThat(metrics.get("ppo/val/var_explained"))
        .isCloseTo(1 - error / variance(returns), TOLERANCE);
  }

  @Test
  void objectiveMetricsFollowV2() {
    List<ScoredRollout> batch = List.of(vectorRollout(0, 4), vectorRollout(1, 3));
    Map<String, Double> metrics = BatchMetrics.of(batch, KlEstimator.K1, 0.2);
    assertThat(metrics.get("objective/kl"))
        .isCloseTo(Vectors.of("V2_objective_kl").doubleValue(), TOLERANCE);
    assertThat(metrics.get("ppo/mean_non_score_reward")).isCloseTo(-0.00285714286, TOLERANCE);
    assertThat(metrics.get("ppo/std_scores")).isCloseTo(1.41421356237, TOLERANCE);
    assertThat(metrics.get("ppo/mean_scores")).isCloseTo(0.5, TOLERANCE);
    assertThat(metrics.get("objective/kl_k3_per_token"))
        .isCloseTo(Vectors.of("V2_k3_masked_mean").doubleValue(), TOLERANCE);
    assertThat(metrics.get("objective/entropy")).isCloseTo(2.9, TOLERANCE);
    assertThat(metrics.get("tokens/responses_len_mean")).isEqualTo(3.5);
    assertThat(BatchMetrics.of(List.of(), KlEstimator.K1, 0.2)).isEmpty();
  }

  @Test
  void ppoUsesTwoLambdas() {
    Plans plans = Plans.modern();
    Experience experience =
        Algorithm.of(plans.plan()).experience(List.of(vectorRollout(0, 4)), 0).get(0);
    assertThat(experience.returns())
        .as("lambda 1 without KL: the score at every token")
        .containsExactly(new double[] {1.5, 1.5, 1.5, 1.5}, TOLERANCE);
  }

  @Test
  void aggregationsFollowV18() {
    List<Experience> batch = List.of(constantLoss(1, 2, 3), constantLoss(4));
    TokenScores zeros = zeros(3, 1);
    assertThat(loss(grpo(new Grpo.TokenMean()), batch, zeros)).isCloseTo(2.5, TOLERANCE);
    assertThat(loss(grpo(new Grpo.AnswerMean()), batch, zeros)).isCloseTo(3.0, TOLERANCE);
    assertThat(loss(grpo(new Grpo.FixedLength(3)), batch, zeros))
        .isCloseTo(1.66666666667, TOLERANCE);
    Grpo dapo = grpo(new Grpo.TokenMean());
    LossStats first = dapo.loss(batch.subList(0, 1), zeros(3), 4).stats();
    LossStats second = dapo.loss(batch.subList(1, 2), zeros(1), 4).stats();
    assertThat(first.plus(second).mean(Sum.POLICY_LOSS, Sum.LOSS_COUNT))
        .as("two ranks, one count")
        .isCloseTo(2.5, TOLERANCE);
    double local =
        (first.mean(Sum.POLICY_LOSS, Sum.LOSS_COUNT) + second.mean(Sum.POLICY_LOSS, Sum.LOSS_COUNT))
            / 2;
    assertThat(local).as("what averaging local means would give").isCloseTo(3.0, TOLERANCE);
  }

  /** Derivatives of every algorithm, divisors and weights included. */
  @ParameterizedTest
  @EnumSource(AlgorithmType.class)
  void gradientsEqualCentralDifferences(AlgorithmType type) {
    Plans plans = Plans.modern();
    plans.type = type;
    plans.valueCoefficient = 0.7;
    plans.beta = type == AlgorithmType.GRPO ? 0 : 0.3;
    Algorithm algorithm = Algorithm.of(plans.plan());
    assertGradients(algorithm, plans.valueCoefficient);
  }

  @Test
  void gradientsOfGrposOtherAggregationsEqualCentralDifferences() {
    assertGradients(grpo(new Grpo.AnswerMean()), 0);
    assertGradients(grpo(new Grpo.FixedLength(7)), 0);
  }

  private static void assertGradients(Algorithm algorithm, double valueCoefficient) {
    List<Experience> batch = algorithm.experience(randomBatch(), 0.1);
    TokenScores now = randomScores(batch);
    MicroBatchLoss loss = algorithm.loss(batch, now, 5);
    // steps that fp32 represents exactly; the error of the difference is of their square
    float h = 0x1p-9f;
    for (int b = 0; b < batch.size(); b++) {
      for (int t = 0; t < batch.get(b).mask().length; t++) {
        double numeric = slope(algorithm, batch, now, now.logProbs()[b], t, h, valueCoefficient);
        assertThat(loss.logProbGradients()[b][t]).isCloseTo(numeric, Offset.offset(2e-5));
        double ofValue = slope(algorithm, batch, now, now.values()[b], t, h, valueCoefficient);
        assertThat(loss.valueGradients()[b][t]).isCloseTo(ofValue, Offset.offset(2e-5));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(AlgorithmType.class)
  void maskedPositionsHaveNoInfluence(AlgorithmType type) {
    Plans plans = Plans.modern();
    plans.type = type;
    plans.beta = 0.3;
    Algorithm algorithm = Algorithm.of(plans.plan());
    List<ScoredRollout> rollouts = randomBatch();
    List<Experience> batch = algorithm.experience(rollouts, 0.1);
    List<Experience> disturbed =
        algorithm.experience(rollouts.stream().map(AlgorithmTest::disturb).toList(), 0.1);
    TokenScores now = randomScores(batch);
    MicroBatchLoss loss = algorithm.loss(batch, now, 5);
    for (int b = 0; b < batch.size(); b++) {
      now.logProbs()[b][1] = -17;
      now.values()[b][1] = 17;
      now.entropy()[b][1] = 17;
    }
    MicroBatchLoss other = algorithm.loss(disturbed, now, 5);
    assertThat(other.logProbGradients()).isDeepEqualTo(loss.logProbGradients());
    assertThat(other.valueGradients()).isDeepEqualTo(loss.valueGradients());
    assertThat(other.stats().sums()).isEqualTo(loss.stats().sums());
    assertThat(loss.logProbGradients()[0][1]).isZero();
    assertThat(loss.logProbGradients()[0]).contains(0).isNotEqualTo(new double[3]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GRPO", "RLOO", "DPO"})
  void groupsWithFewerThanTwoScoresAreDropped(AlgorithmType type) {
    Plans plans = Plans.modern();
    plans.type = type;
    Algorithm algorithm = Algorithm.of(plans.plan());
    List<ScoredRollout> all = randomBatch();
    List<ScoredRollout> group0 = all.stream().filter(r -> r.group() == 0).toList();
    List<ScoredRollout> withRest = new ArrayList<>(group0);
    all.stream().filter(r -> r.group() == 1).limit(1).forEach(withRest::add);
    assertThat(withRest).hasSize(group0.size() + 1);
    List<Experience> alone = algorithm.experience(group0, 0);
    List<Experience> found = algorithm.experience(withRest, 0);
    assertThat(found).hasSameSizeAs(alone);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).advantages()).isEqualTo(alone.get(i).advantages());
    }
  }

  @Test
  void rlooTakesTheKlOfTheWholeAnswerOffItsReward() {
    Plans plans = Plans.modern();
    plans.type = AlgorithmType.RLOO;
    plans.beta = 0.2;
    List<ScoredRollout> batch = List.of(vectorRollout(0, 4), vectorRollout(1, 3));
    List<Experience> experiences = Algorithm.of(plans.plan()).experience(batch, 0.9);
    double first = 1.5 - 0.2 * -0.4;
    double second = -0.5 - 0.2 * 0.5;
    assertThat(experiences.get(0).advantages()[0]).isCloseTo(first - second, TOLERANCE);
    assertThat(experiences.get(1).advantages()[2]).isCloseTo(second - first, TOLERANCE);
  }

  @Test
  void dpoPutsTheBetterAnswerFirst() {
    Plans plans = Plans.modern();
    plans.type = AlgorithmType.DPO;
    Algorithm dpo = Algorithm.of(plans.plan());
    List<Experience> pair = dpo.experience(List.of(vectorRollout(1, 3), vectorRollout(0, 4)), 0);
    assertThat(pair).extracting(Experience::score).containsExactly(1.5, -0.5);
    assertThat(dpo.unit()).isEqualTo(2);
  }

  private static ScoredRollout vectorRollout(int row, int length) {
    return new ScoredRollout(
        new Sequence(new int[] {1, 2}, new int[length]),
        0,
        Vectors.SCORE[row],
        Arrays.copyOf(Vectors.MASK[row], length),
        Arrays.copyOf(Vectors.LP[row], length),
        Arrays.copyOf(Vectors.REF[row], length),
        Arrays.copyOf(Vectors.VALUES[row], length),
        ones(length));
  }

  private static double[] expected(String vector, int row) {
    double[] whole = Vectors.matrix(Vectors.of(vector))[row];
    return row == 0 ? whole : Arrays.copyOf(whole, 3);
  }

  private static double variance(double[] values) {
    boolean[] all = new boolean[values.length];
    Arrays.fill(all, true);
    return Masked.variance(new double[][] {values}, new boolean[][] {all});
  }

  private static float[][] sum(double[][] base, double[][] move) {
    float[][] sum = new float[move.length][];
    for (int b = 0; b < sum.length; b++) {
      sum[b] = new float[move[b].length];
      for (int t = 0; t < sum[b].length; t++) {
        sum[b][t] = (float) (base[b][t] + move[b][t]);
      }
    }
    return sum;
  }

  private static Grpo grpo(Grpo.Aggregation aggregation) {
    return new Grpo(
        new GrpoLoss(0.2, 0.2, Optional.empty(), 0, KlGradient.K2, RatioLevel.TOKEN),
        aggregation,
        Scaling.NONE);
  }

  /** At ratio 1 the loss of a token is minus its advantage. */
  private static Experience constantLoss(double... losses) {
    double[] zeros = new double[losses.length];
    boolean[] mask = new boolean[losses.length];
    Arrays.fill(mask, true);
    double[] advantages = Arrays.stream(losses).map(x -> -x).toArray();
    Sequence sequence = new Sequence(new int[] {1}, new int[losses.length]);
    return new Experience(
        sequence, mask, zeros, zeros, zeros, zeros, advantages, zeros, ones(losses.length), 0);
  }

  private static TokenScores zeros(int... lengths) {
    float[][] rows = Arrays.stream(lengths).mapToObj(float[]::new).toArray(float[][]::new);
    return new TokenScores(rows, rows, rows, rows);
  }

  private static double loss(Algorithm algorithm, List<Experience> batch, TokenScores now) {
    double divisor = batch.stream().mapToDouble(algorithm::lossCount).sum();
    return algorithm.loss(batch, now, divisor).stats().sum(Sum.POLICY_LOSS) / divisor;
  }

  private static double slope(
      Algorithm algorithm,
      List<Experience> batch,
      TokenScores now,
      float[] row,
      int t,
      float h,
      double valueCoefficient) {
    float at = row[t];
    row[t] = at + h;
    double above = objective(algorithm, batch, now, valueCoefficient);
    row[t] = at - h;
    double below = objective(algorithm, batch, now, valueCoefficient);
    row[t] = at;
    return (above - below) / (2 * h);
  }

  private static double objective(
      Algorithm algorithm, List<Experience> batch, TokenScores now, double valueCoefficient) {
    LossStats stats = algorithm.loss(batch, now, 5).stats();
    return (stats.sum(Sum.POLICY_LOSS) + valueCoefficient * stats.sum(Sum.VALUE_LOSS)) / 5;
  }

  /** Two groups of three answers of three tokens, a hole in the middle, odd weights. */
  private static List<ScoredRollout> randomBatch() {
    SplittableRandom random = new SplittableRandom(11);
    List<ScoredRollout> batch = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      double[] old = random.doubles(3, -3, 0).toArray();
      double[] reference = Arrays.stream(old).map(x -> x + random.nextDouble(-0.2, 0.2)).toArray();
      batch.add(
          new ScoredRollout(
              new Sequence(new int[] {1}, new int[3]),
              i / 3,
              random.nextDouble(-2, 2),
              new boolean[] {true, false, true},
              old,
              reference,
              random.doubles(3, -1, 1).toArray(),
              random.doubles(3, 0.5, 2).toArray()));
    }
    return batch;
  }

  private static ScoredRollout disturb(ScoredRollout r) {
    double[][] rows = {
      r.logProbs().clone(), r.reference().clone(), r.values().clone(), r.weights().clone()
    };
    for (double[] row : rows) {
      row[1] = -23;
    }
    int[] ids = r.sequence().responseIds().clone();
    ids[1] = 99;
    Sequence sequence = new Sequence(r.sequence().promptIds(), ids);
    return new ScoredRollout(
        sequence, r.group(), r.score(), r.mask(), rows[0], rows[1], rows[2], rows[3]);
  }

  /** Moves of multiples of 1/64 that stay away from every kink. */
  private static TokenScores randomScores(List<Experience> batch) {
    SplittableRandom random = new SplittableRandom(12);
    float[][] logProbs = new float[batch.size()][];
    float[][] values = new float[batch.size()][];
    float[][] entropy = new float[batch.size()][];
    for (int b = 0; b < batch.size(); b++) {
      int length = batch.get(b).mask().length;
      logProbs[b] = new float[length];
      values[b] = new float[length];
      entropy[b] = new float[length];
      for (int t = 0; t < length; t++) {
        double move = random.nextInt(-9, 9) / 64.0;
        logProbs[b][t] = (float) (batch.get(b).logProbsOld()[t] + move);
        values[b][t] = (float) random.nextDouble(-1, 1);
        entropy[b][t] = 1;
      }
    }
    return new TokenScores(logProbs, values, entropy, entropy);
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
