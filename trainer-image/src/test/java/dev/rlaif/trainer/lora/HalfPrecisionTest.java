package dev.rlaif.trainer.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.kernel.Precision;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.llama.TinyModel;
import dev.rlaif.trainer.llama.TinyModel.Sizes;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Policy.Group;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bfloat16 against float32 of the same weights, on the CPU, which computes both. */
@SuppressWarnings("NullAway.Init")
class HalfPrecisionTest {
  private static final List<Sequence> RAGGED =
      List.of(
          new Sequence(new int[] {1, 5, 9}, new int[] {3, 7, 2}),
          new Sequence(new int[] {4}, new int[] {8, 11}),
          new Sequence(new int[] {1, 40, 0, 22, 11, 6}, new int[] {17, 17, 30, 2, 5}));

  @TempDir Path folder;
  private LlamaModel whole;
  private LlamaModel half;
  private LoraPolicy expected;
  private LoraPolicy actual;

  @BeforeEach
  void load() {
    TinyModel.random(Sizes.GROUPED, false, 5).write(folder, "BF16", 1);
    whole = LlamaModel.load(folder);
    half = LlamaModel.load(folder, ComputeTarget.CPU.withPrecision(Precision.BFLOAT16));
    LoraShape shape = LoraShape.allLinear(4, 8);
    expected = LoraPolicy.create(whole, shape, 7);
    actual = LoraPolicy.create(half, shape, 7);
    float[] flat = expected.parameters(Group.LORA);
    Random random = new Random(9);
    for (int i = 0; i < flat.length; i++) {
      flat[i] += (float) (0.1 * random.nextGaussian());
    }
    expected.setParameters(Group.LORA, flat);
    actual.setParameters(Group.LORA, flat);
  }

  @AfterEach
  void close() {
    expected.close();
    actual.close();
    whole.close();
    half.close();
  }

  @Test
  void parametersStayFloat32() {
    assertThat(actual.parameters(Group.LORA)).isEqualTo(expected.parameters(Group.LORA));
  }

  @Test
  void scoresAreThoseOfFloat32ToThreeDigits() {
    for (Adapter adapter : Adapter.values()) {
      double difference =
          meanDifference(
              expected.score(RAGGED, adapter).logProbs(), actual.score(RAGGED, adapter).logProbs());
      // 8 bits of mantissa; not 0, or it was computed in float32
      assertThat(difference).isPositive().isLessThan(5e-2);
    }
  }

  @Test
  void gradientsPointWhereThoseOfFloat32Do() {
    float[] a = gradients(expected);
    float[] b = gradients(actual);
    double product = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      ofA += (double) a[i] * a[i];
      ofB += (double) b[i] * b[i];
    }
    assertThat(product / Math.sqrt(ofA * ofB)).isGreaterThan(0.995);
    assertThat(Math.sqrt(ofB / ofA)).isBetween(0.95, 1.05);
  }

  private static float[] gradients(LoraPolicy policy) {
    double[][] logProbs = {{1, -1, 0.5}, {0.3, 2}, {-1, 1, 0.2, -0.4, 0.9}};
    double[][] values = {{0.1, 0, 0}, {0, 0}, {0, 0, 0, 0, 0.2}};
    try (ForwardPass pass = policy.forward(RAGGED)) {
      pass.backward(logProbs, values);
    }
    return policy.gradients(Group.LORA);
  }

  private static double meanDifference(float[][] a, float[][] b) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      for (int t = 0; t < a[i].length; t++) {
        sum += Math.abs(a[i][t] - b[i][t]);
        count++;
      }
    }
    return sum / count;
  }
}
