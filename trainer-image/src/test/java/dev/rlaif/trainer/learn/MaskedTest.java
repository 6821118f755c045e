package dev.rlaif.trainer.learn;

import static dev.rlaif.trainer.learn.Vectors.TOLERANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.stage.StageFailure;
import org.junit.jupiter.api.Test;

class MaskedTest {
  private static final double[][] X = {{1, 2, 3, 4}};
  private static final boolean[][] MASK = {{false, true, true, false}};

  @Test
  void meanVarianceAndWhiteningFollowV1() {
    JsonNode v1 = Vectors.of("V1");
    assertThat(Masked.mean(X, MASK)).isCloseTo(v1.get(0).doubleValue(), TOLERANCE);
    assertThat(Masked.variance(X, MASK)).isCloseTo(v1.get(1).doubleValue(), TOLERANCE);
    double[] shifted = Masked.whiten(X, MASK, Masked.Mean.SHIFTED_TO_ZERO)[0];
    double[] kept = Masked.whiten(X, MASK, Masked.Mean.KEPT)[0];
    for (int t = 1; t <= 2; t++) {
      assertThat(shifted[t]).isCloseTo(v1.get(2).get(t).doubleValue(), TOLERANCE);
      assertThat(kept[t]).isCloseTo(v1.get(3).get(t).doubleValue(), TOLERANCE);
    }
  }

  @Test
  void nothingOutsideTheMaskCounts() {
    double[][] other = {{-70, 2, 3, Double.NaN}};
    assertThat(Masked.whiten(other, MASK, Masked.Mean.SHIFTED_TO_ZERO))
        .isDeepEqualTo(Masked.whiten(X, MASK, Masked.Mean.SHIFTED_TO_ZERO));
  }

  @Test
  void refusesToWhitenOneToken() {
    boolean[][] one = {{false, true, false, false}};
    assertThatThrownBy(() -> Masked.whiten(X, one, Masked.Mean.SHIFTED_TO_ZERO))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("1 trained response token");
  }
}
