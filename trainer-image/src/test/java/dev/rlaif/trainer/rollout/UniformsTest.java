package dev.rlaif.trainer.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UniformsTest {

  @Test
  void areUniformOverDrawsAndOverNeighbouringSeeds() {
    int count = 20000;
    double[] sums = new double[2];
    double[] squares = new double[2];
    for (int i = 0; i < count; i++) {
      double[] u = {Uniforms.at(42, i), Uniforms.at(i, 0)};
      for (int k = 0; k < u.length; k++) {
        assertThat(u[k]).isBetween(0.0, 1 - 0x1p-24);
        sums[k] += u[k];
        squares[k] += u[k] * u[k];
      }
    }
    for (int k = 0; k < sums.length; k++) {
      // mean 1/2 and mean square 1/3, within five standard errors
      assertThat(sums[k] / count).isCloseTo(0.5, within(0.0103));
      assertThat(squares[k] / count).isCloseTo(1 / 3.0, within(0.0106));
    }
  }

  @Test
  void dependOnSeedAndDrawOnly() {
    assertThat(Uniforms.at(1, 2)).isEqualTo(Uniforms.at(1, 2)).isNotEqualTo(Uniforms.at(2, 1));
  }
}
