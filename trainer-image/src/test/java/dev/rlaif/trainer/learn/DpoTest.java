package dev.rlaif.trainer.learn;

import static dev.rlaif.trainer.learn.Vectors.TOLERANCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.PreferenceLoss;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Learning from pairs, from scored answers to the metrics that are reported. */
class DpoTest {
  private static final double[] CHOSEN = {-0.5, -10, -1};
  private static final double[] REJECTED = {-0.1, -30, -21};
  private static final double[] REFERENCE_CHOSEN = {-0.5, -10.1, -0.1};
  private static final double[] REFERENCE_REJECTED = {-0.1, -20.1, -0.1};

  private static Algorithm dpo(PreferenceLoss loss, double labelSmoothing) {
    Plans plans = Plans.modern();
    plans.type = AlgorithmType.DPO;
    plans.beta = 0.1;
    plans.preferenceLoss = loss;
    plans.labelSmoothing = labelSmoothing;
    return Algorithm.of(plans.plan());
  }

  private static ScoredRollout answer(int pair, double score, double reference) {
    // two tokens, so that sums over tokens are sums; in fp32, as all log-probabilities come
    double[] tokens = {(float) reference / 2, (float) reference / 2};
    return new ScoredRollout(
        new Sequence(new int[] {1}, new int[] {2, 3}),
        pair,
        score,
        new boolean[] {true, true},
        tokens,
        tokens,
        new double[2],
        new double[] {1, 1});
  }

  private static List<Experience> pairs(Algorithm dpo) {
    List<ScoredRollout> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      answers.add(answer(i, 0.1, REFERENCE_REJECTED[i]));
      answers.add(answer(i, 0.9, REFERENCE_CHOSEN[i]));
    }
    return dpo.experience(answers, 0);
  }

  /** The policy's log-probabilities, half of a sum on each token. */
  private static TokenScores scores(double[] chosen, double[] rejected) {
    float[][] logProbs = new float[6][];
    float[][] zeros = new float[6][2];
    for (int i = 0; i < 3; i++) {
      logProbs[2 * i] = new float[] {(float) chosen[i] / 2, (float) chosen[i] / 2};
      logProbs[2 * i + 1] = new float[] {(float) rejected[i] / 2, (float) rejected[i] / 2};
    }
    float[][] meanLogits = {{1, 2}, {-1, -1}, {3, 6}, {0, 4}, {0, 0}, {1, 3}};
    return new TokenScores(logProbs, zeros, zeros, meanLogits);
  }

  @ParameterizedTest
  @CsvSource({
    "SIGMOID, 0, sigmoid",
    "CONSERVATIVE, 0.1, cdpo_ls0p1",
    "ROBUST, 0.1, robust_ls0p1",
    "HINGE, 0, hinge",
    "IPO_SUMMED, 0, ipo_sum",
  })
  void lossesAndMetricsFollowV7(PreferenceLoss loss, double labelSmoothing, String key) {
    JsonNode v7 = Vectors.of("V7");
    Algorithm dpo = dpo(loss, labelSmoothing);
    LossStats stats = dpo.loss(pairs(dpo), scores(CHOSEN, REJECTED), 3).stats();
    Map<String, Double> metrics = dpo.metrics(List.of(stats));
    // log-probabilities come in fp32
    Offset<Double> rounding = Offset.offset(loss == PreferenceLoss.IPO_SUMMED ? 1e-4 : 1e-6);
    assertThat(metrics.get("loss")).isCloseTo(mean(v7.get(key)), rounding);
    assertThat(metrics.get("ppo/loss/total")).isEqualTo(metrics.get("loss"));
    double chosen = mean(v7.get("rew_c"));
    double rejected = mean(v7.get("rew_r"));
    assertThat(metrics.get("entropy")).isEqualTo(metrics.get("ppo/policy/entropy"));
    assertThat(metrics.get("rewards/chosen")).isCloseTo(chosen, Offset.offset(1e-6));
    assertThat(metrics.get("rewards/rejected")).isCloseTo(rejected, Offset.offset(1e-6));
    assertThat(metrics.get("rewards/margins")).isCloseTo(chosen - rejected, Offset.offset(1e-6));
    assertThat(metrics.get("rewards/accuracies")).isCloseTo(v7.get("acc").asDouble(), TOLERANCE);
    assertThat(metrics.get("logps/chosen")).isCloseTo(-11.5 / 3, Offset.offset(1e-6));
    assertThat(metrics.get("logps/rejected")).isCloseTo(-51.1 / 3, Offset.offset(1e-5));
    assertThat(metrics.get("logits/chosen")).isCloseTo(2, TOLERANCE);
    assertThat(metrics.get("logits/rejected")).isCloseTo(1, TOLERANCE);
  }

  /** TRL's way: an answer counts by its tokens, and those that are masked do not. */
  @Test
  void meanLogitsAreOfTheTokensThatAreLearnedFrom() {
    Algorithm dpo = dpo(PreferenceLoss.SIGMOID, 0);
    List<ScoredRollout> answers = new ArrayList<>();
    boolean[][] masks = {{true, true}, {true, false}, {true, false}, {true, true}};
    for (int i = 0; i < masks.length; i++) {
      ScoredRollout one = answer(i / 2, i % 2 == 0 ? 0.9 : 0.1, -1);
      answers.add(
          new ScoredRollout(
              one.sequence(),
              one.group(),
              one.score(),
              masks[i],
              one.logProbs(),
              one.reference(),
              one.values(),
              one.weights()));
    }
    float[][] zeros = new float[4][2];
    float[][] meanLogits = {{1, 2}, {5, 100}, {6, 100}, {1, 3}};
    TokenScores now = new TokenScores(zeros, zeros, zeros, meanLogits);
    Map<String, Double> metrics =
        dpo.metrics(List.of(dpo.loss(dpo.experience(answers, 0), now, 2).stats()));
    assertThat(metrics.get("logits/chosen")).isCloseTo((1 + 2 + 6) / 3.0, TOLERANCE);
    assertThat(metrics.get("logits/rejected")).isCloseTo((5 + 1 + 3) / 3.0, TOLERANCE);
  }

  /** A policy that is the reference: no margin, and the losses that follow from it exactly. */
  @ParameterizedTest
  @EnumSource(PreferenceLoss.class)
  void beginsWithoutAMargin(PreferenceLoss loss) {
    double smoothing =
        loss == PreferenceLoss.ROBUST || loss == PreferenceLoss.CONSERVATIVE ? 0.25 : 0;
    Algorithm dpo = dpo(loss, smoothing);
    List<ScoredRollout> answers = List.of(answer(0, 0.9, -8), answer(0, 0.1, -4));
    List<Experience> pair = dpo.experience(answers, 0);
    TokenScores reference =
        new TokenScores(
            new float[][] {{-4, -4}, {-2, -2}}, new float[2][2], new float[2][2], new float[2][2]);
    Map<String, Double> metrics = dpo.metrics(List.of(dpo.loss(pair, reference, 1).stats()));
    double expected =
        switch (loss) {
          case SIGMOID, ROBUST, CONSERVATIVE -> Math.log(2);
          case HINGE -> 1;
          case IPO, IPO_SUMMED -> 25;
        };
    assertThat(metrics.get("loss")).isCloseTo(expected, Offset.offset(Math.ulp(expected)));
    assertThat(metrics)
        .containsEntry("rewards/margins", 0.0)
        .containsEntry("rewards/accuracies", 0.0);
  }

  @Test
  void robustLossMayBeNegative() {
    Algorithm dpo = dpo(PreferenceLoss.ROBUST, 0.4);
    LossStats stats = dpo.loss(pairs(dpo), scores(CHOSEN, REJECTED), 3).stats();
    assertThat(dpo.metrics(List.of(stats)).get("loss")).isNegative();
  }

  private static double mean(JsonNode numbers) {
    double sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asDouble();
    }
    return sum / numbers.size();
  }
}
