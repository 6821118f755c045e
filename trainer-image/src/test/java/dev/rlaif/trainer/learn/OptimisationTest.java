package dev.rlaif.trainer.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What moves parameters: AdamW, the norm clip, rates, the order of samples. */
class OptimisationTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-6f);
  private static final AdamW.Settings ADAM = new AdamW.Settings(0.9, 0.95, 1e-3, 0.01);
  private static final float[][] GRADIENTS = {{0.1f, -0.2f}, {0.3f, 0.05f}, {-0.4f, 0}};

  /** Three steps worked out by hand with epsilon outside the bias correction of the deviation. */
  @Test
  void adamWithDecayFollowsTheWorkedExample() {
    float[] parameters = {1, -2};
    AdamW adam = new AdamW(ADAM, AdamW.State.start(2));
    for (float[] gradients : GRADIENTS) {
      adam.step(parameters, gradients, 0.1);
    }
    assertThat(parameters).containsExactly(new float[] {0.81384563f, -1.81074342f}, CLOSE);
  }

  @Test
  void adamResumesBitForBit() {
    float[] straight = {1, -2};
    float[] resumed = {1, -2};
    AdamW adam = new AdamW(ADAM, AdamW.State.start(2));
    AdamW first = new AdamW(ADAM, AdamW.State.start(2));
    adam.step(straight, GRADIENTS[0], 0.1);
    first.step(resumed, GRADIENTS[0], 0.1);
    AdamW second = new AdamW(ADAM, first.state());
    adam.step(straight, GRADIENTS[1], 0.1);
    second.step(resumed, GRADIENTS[1], 0.1);
    assertThat(resumed).isEqualTo(straight);
    assertThat(second.state().step()).isEqualTo(2);
  }

  @Test
  void normIsOfAllGroupsTogether() {
    assertThat(GradientNorm.of(new float[] {3, 0}, new float[] {4})).isEqualTo(5);
    assertThat(GradientNorm.of(new float[] {Float.NaN})).isNaN();
  }

  @Test
  void clipScalesToTheLimitAndLeavesSmallGradientsAlone() {
    float[] first = {3, 0};
    float[] second = {4};
    GradientNorm.clip(5, 1, first, second);
    assertThat(first).containsExactly(new float[] {0.6f, 0}, CLOSE);
    assertThat(second).containsExactly(new float[] {0.8f}, CLOSE);
    float[] small = {0.3f, 0.4f};
    GradientNorm.clip(0.5, 1, small);
    assertThat(small).containsExactly(0.3f, 0.4f);
  }

  @Test
  void rateWarmsUpLinearly() {
    LearningRate rate = new LearningRate(1e-3, 4);
    assertThat(rate.at(1)).isCloseTo(2.5e-4, Offset.offset(1e-12));
    assertThat(rate.at(4)).isEqualTo(1e-3);
    assertThat(rate.at(99)).isEqualTo(1e-3);
    assertThat(new LearningRate(1e-3, 0).at(1)).isEqualTo(1e-3);
  }

  @Test
  void permutationIsAFunctionOfItsKey() {
    int[] order = Permutation.of(50, 7, 3, 0);
    assertThat(order).isEqualTo(Permutation.of(50, 7, 3, 0));
    assertThat(order).isNotEqualTo(Permutation.of(50, 7, 3, 1));
    assertThat(order).isNotEqualTo(Permutation.of(50, 3, 7, 0));
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    int[] all = new int[50];
    Arrays.setAll(all, i -> i);
    assertThat(sorted).isEqualTo(all);
  }
}
