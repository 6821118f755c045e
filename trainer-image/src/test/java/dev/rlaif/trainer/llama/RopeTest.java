package dev.rlaif.trainer.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RopeTest {

  @Test
  void llama3KeepsShortWavesDividesLongOnesAndRampsBetween() {
    RopeScaling scaling = new RopeScaling.Llama3(8, 1, 4, 8192);
    double kept = 2 * Math.PI / 2000;
    double divided = 2 * Math.PI / 9000;
    // wavelength 4096: 8192/4096 = 2 waves, a third of the way from 1 to 4
    double between = 2 * Math.PI / 4096;
    assertThat(scaling.scale(kept)).isEqualTo(kept);
    assertThat(scaling.scale(divided)).isEqualTo(divided / 8);
    assertThat(scaling.scale(between)).isCloseTo(between * (2.0 / 3 / 8 + 1.0 / 3), within(1e-12));
  }

  /** Test vector V17: Llama 3.1, head size 128. */
  @Test
  void llama3FrequenciesAreThoseOfTheReference() {
    RopeScaling scaling = new RopeScaling.Llama3(8, 1, 4, 8192);
    int[] index = {0, 20, 30, 35, 40, 63};
    double[] expected = {
      1.0,
      0.016560440080994446,
      0.0013718935677611381,
      9.556212353964683e-05,
      3.428102195952591e-05,
      3.068925988914511e-07
    };
    for (int i = 0; i < index.length; i++) {
      assertThat(scaling.scale(Math.pow(500000, -2.0 * index[i] / 128)))
          .isCloseTo(expected[i], within(1e-6 * expected[i]));
    }
  }

  @Test
  void linearDividesEveryFrequency() {
    assertThat(new RopeScaling.Linear(4).scale(0.5)).isEqualTo(0.125);
    assertThat(new RopeScaling.Default().scale(0.5)).isEqualTo(0.5);
  }

  @Test
  void tableTurnsFirstHalfWithSecond() {
    RopeTable table = RopeTable.of(100, new RopeScaling.Default(), 4, 3);
    // position 2, frequencies 1 and 1/10
    assertThat(table.cos())
        .endsWith(
            new float[] {
              (float) Math.cos(2), (float) Math.cos(0.2), (float) Math.cos(2), (float) Math.cos(0.2)
            });
    assertThat(table.sin())
        .endsWith(
            new float[] {
              (float) -Math.sin(2),
              (float) -Math.sin(0.2),
              (float) Math.sin(2),
              (float) Math.sin(0.2)
            });
  }
}
