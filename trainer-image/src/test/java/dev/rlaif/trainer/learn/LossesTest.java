package dev.rlaif.trainer.learn;

import static dev.rlaif.trainer.learn.Vectors.MASK;
import static dev.rlaif.trainer.learn.Vectors.TOLERANCE;
import static dev.rlaif.trainer.learn.Vectors.VALUES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.api.v1alpha1.PreferenceLoss;
import dev.rlaif.trainer.learn.DpoLoss.Side;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values of the losses against the vectors. */
class LossesTest {
  private static final double[][] LP_MOVE = {{0.3, -0.3, 0.05, 0.0}, {-0.25, 0.1, 0.5, 0.0}};
  private static final double[][] VALUE_MOVE = {{0.5, -0.1, 0.3, -0.5}, {0.1, 0.2, -0.3, 0.0}};

  @Test
  void clippedLossesFollowV4() {
    JsonNode v4 = Vectors.of("V4");
    double[][] advantages = Vectors.matrix(Vectors.of("V3_wadv_masked"));
    double[][] returns = Vectors.matrix(Vectors.of("V3_ret"));
    PpoLoss policyLoss = new PpoLoss(0.2, 0.2, Optional.empty(), Optional.empty());
    PpoLoss dualLoss = new PpoLoss(0.2, 0.2, Optional.of(3.0), Optional.empty());
    ValueLoss valueLoss = new ValueLoss(0.2);
    double policy = 0;
    double dual = 0;
    double value = 0;
    double clipped = 0;
    double valueClipped = 0;
    double ratio = 0;
    double approxKl = 0;
    double policyKl = 0;
    for (int b = 0; b < 2; b++) {
      for (int t = 0; t < 4; t++) {
        if (MASK[b][t]) {
          PpoLoss.Token token = policyLoss.token(LP_MOVE[b][t], 0, advantages[b][t]);
          policy += token.loss() / 7;
          clipped += token.clipped() ? 1.0 / 7 : 0;
          ratio += token.ratio() / 7;
          dual += dualLoss.token(LP_MOVE[b][t], 0, advantages[b][t]).loss() / 7;
          double stored = VALUES[b][t];
          ValueLoss.Token error = valueLoss.token(stored + VALUE_MOVE[b][t], stored, returns[b][t]);
          value += error.loss() / 7;
          valueClipped += error.clipped() ? 1.0 / 7 : 0;
          approxKl += LP_MOVE[b][t] * LP_MOVE[b][t] / 2 / 7;
          policyKl -= LP_MOVE[b][t] / 7;
        }
      }
    }
    assertThat(policy).isCloseTo(v4.get("pg_loss").doubleValue(), TOLERANCE);
    assertThat(clipped).isCloseTo(v4.get("pg_clipfrac").doubleValue(), TOLERANCE);
    assertThat(value).isCloseTo(v4.get("vf_loss").doubleValue(), TOLERANCE);
    assertThat(valueClipped).isCloseTo(v4.get("vf_clipfrac").doubleValue(), TOLERANCE);
    assertThat(policy + 0.1 * value).isCloseTo(v4.get("total").doubleValue(), TOLERANCE);
    assertThat(approxKl).isCloseTo(v4.get("approxkl").doubleValue(), TOLERANCE);
    assertThat(policyKl).isCloseTo(v4.get("policykl").doubleValue(), TOLERANCE);
    assertThat(ratio).isCloseTo(v4.get("avg_ratio").doubleValue(), TOLERANCE);
    assertThat(dual).isCloseTo(Vectors.of("V4_dualclip3").doubleValue(), TOLERANCE);
  }

  @Test
  void dualClipAndHighClipFollowV20() {
    PpoLoss plain = new PpoLoss(0.2, 0.2, Optional.empty(), Optional.empty());
    PpoLoss dual = new PpoLoss(0.2, 0.2, Optional.of(3.0), Optional.empty());
    assertThat(meanOfV20(plain)).isCloseTo(2.45, TOLERANCE);
    assertThat(meanOfV20(dual)).isCloseTo(1.45, TOLERANCE);
    assertThat(dual.token(Math.log(5), 0, -1).dualClipped()).isTrue();
    PpoLoss high = new PpoLoss(0.2, 0.28, Optional.empty(), Optional.empty());
    assertThat(high.token(Math.log(1.5), 0, 1).loss()).isCloseTo(-1.28, TOLERANCE);
  }

  @Test
  void preferenceLossesFollowV7() {
    JsonNode v7 = Vectors.of("V7");
    double[][] losses = {
      pairLosses(PreferenceLoss.SIGMOID),
      pairLosses(PreferenceLoss.CONSERVATIVE),
      pairLosses(PreferenceLoss.ROBUST),
      pairLosses(PreferenceLoss.HINGE),
      pairLosses(PreferenceLoss.IPO_SUMMED)
    };
    String[] names = {"sigmoid", "cdpo_ls0p1", "robust_ls0p1", "hinge", "ipo_sum"};
    for (int i = 0; i < names.length; i++) {
      assertThat(losses[i]).containsExactly(Vectors.row(v7.get(names[i])), TOLERANCE);
    }
    assertThat(Arrays.stream(losses[0]).average().orElseThrow())
        .isCloseTo(v7.get("mean").doubleValue(), TOLERANCE);
    DpoLoss loss = new DpoLoss(PreferenceLoss.SIGMOID, 0.1, 0);
    double accurate = 0;
    for (int i = 0; i < 3; i++) {
      double chosen = loss.reward(chosen(i, 1));
      double rejected = loss.reward(rejected(i, 1));
      assertThat(chosen).isCloseTo(v7.get("rew_c").get(i).doubleValue(), TOLERANCE);
      assertThat(rejected).isCloseTo(v7.get("rew_r").get(i).doubleValue(), TOLERANCE);
      accurate += chosen > rejected ? 1.0 / 3 : 0;
    }
    assertThat(accurate).isCloseTo(v7.get("acc").doubleValue(), TOLERANCE);
  }

  @Test
  void averagedIpoDividesEachSideByItsLength() {
    DpoLoss loss = new DpoLoss(PreferenceLoss.IPO, 0.1, 0);
    double margin = -0.9 / 3 - (-20.9) / 10;
    assertThat(loss.pair(chosen(2, 3), rejected(2, 10)).loss())
        .isCloseTo(Math.pow(margin - 5, 2), TOLERANCE);
  }

  @Test
  void groupAdvantagesFollowV8() {
    double[][] groups = {{1, 2, 3, 6}, {0, 0, 0, 0}};
    assertRows(
        GroupAdvantage.relative(groups, GroupAdvantage.Scaling.GROUP), Vectors.of("V8_grpo"));
    assertRows(
        GroupAdvantage.relative(groups, GroupAdvantage.Scaling.NONE), Vectors.of("V8_drgrpo"));
    double[][] leaveOneOut = {
      GroupAdvantage.leaveOneOut(groups[0]), GroupAdvantage.leaveOneOut(groups[1])
    };
    assertRows(leaveOneOut, Vectors.of("V8_rloo"));
    assertThat(GroupAdvantage.leaveOneOut(new double[] {7})).containsExactly(0);
  }

  @Test
  void batchScalingDividesByTheDeviationOfAll() {
    double[][] groups = {{1, 3}, {5, 5}};
    double[][] advantages = GroupAdvantage.relative(groups, GroupAdvantage.Scaling.BATCH);
    double std = Math.sqrt(11.0 / 3);
    assertThat(advantages[0][1]).isCloseTo(1 / (std + 1e-4), TOLERANCE);
  }

  @Test
  void engineCorrectionFollowsV9AndV21() {
    JsonNode v9 = Vectors.of("V9");
    double[] ratios =
        ImportanceWeights.ratios(new double[] {-1, -1, -2}, new double[] {-1.1, -3, -1.9});
    double[] truncated = ImportanceWeights.truncated(ratios, 2);
    double[] banded = ImportanceWeights.banded(ratios, 0.5, 5);
    assertThat(ratios).containsExactly(Vectors.row(v9.get("ratio")), TOLERANCE);
    assertThat(truncated).containsExactly(Vectors.row(v9.get("tis_cap2")), TOLERANCE);
    assertThat(banded).containsExactly(Vectors.row(v9.get("icepop")), TOLERANCE);
    assertThat(ImportanceWeights.sequenceRatio(ratios))
        .isCloseTo(v9.get("seq_sum").doubleValue(), TOLERANCE);
    assertThat(ImportanceWeights.geometricMean(ratios))
        .isCloseTo(v9.get("seq_geo").doubleValue(), TOLERANCE);
    double loss = new PpoLoss(0.2, 0.2, Optional.empty(), Optional.empty()).token(0, 0, -1).loss();
    assertThat(loss * mean(truncated)).isCloseTo(1.33666944537, TOLERANCE);
    assertThat(loss * mean(banded)).isCloseTo(0.670002778739, TOLERANCE);
    assertThat(loss * mean(ImportanceWeights.bounded(ratios, 0.5, 5)))
        .isCloseTo(2.33666944537, TOLERANCE);
    assertThat(loss * mean(ratios)).isCloseTo(3.13302147834, TOLERANCE);
  }

  @Test
  void pairsNeedAGap() {
    assertThat(PreferencePair.of(new double[] {0.4, 0.9, 0.1}, 0.2))
        .contains(new PreferencePair(1, 2));
    assertThat(PreferencePair.of(new double[] {0.4, 0.5}, 0.2)).isEmpty();
    assertThat(PreferencePair.of(new double[] {0.4, 0.4}, 0)).isEmpty();
    assertThat(PreferencePair.of(new double[] {0.4}, 0)).isEmpty();
  }

  private static double meanOfV20(PpoLoss loss) {
    return (loss.token(Math.log(5), 0, -1).loss() + loss.token(Math.log(0.1), 0, 1).loss()) / 2;
  }

  private static double[] pairLosses(PreferenceLoss kind) {
    DpoLoss loss = new DpoLoss(kind, 0.1, 0.1);
    double[] losses = new double[3];
    Arrays.setAll(losses, i -> loss.pair(chosen(i, 1), rejected(i, 1)).loss());
    return losses;
  }

  private static Side chosen(int i, int tokens) {
    return new Side(new double[] {-0.5, -10, -1}[i], new double[] {-0.5, -10.1, -0.1}[i], tokens);
  }

  private static Side rejected(int i, int tokens) {
    return new Side(new double[] {-0.1, -30, -21}[i], new double[] {-0.1, -20.1, -0.1}[i], tokens);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static void assertRows(double[][] found, JsonNode expected) {
    for (int g = 0; g < found.length; g++) {
      assertThat(found[g]).containsExactly(Vectors.row(expected.get(g)), TOLERANCE);
    }
  }
}
