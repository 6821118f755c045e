package dev.rlaif.trainer.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.rlaif.trainer.kernel.KeptHidden;
import dev.rlaif.trainer.kernel.Kernels;
import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.kernel.PackedBatch;
import dev.rlaif.trainer.kernel.PackedWeights;
import dev.rlaif.trainer.kernel.Placement;
import dev.rlaif.trainer.kernel.Torch;
import dev.rlaif.trainer.kernel.TrainingKernels;
import dev.rlaif.trainer.kernel.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The backward pass that is written out against that of autograd. */
class TrainingKernelsTest {
  private static final int RANK = 3;
  private static final int TARGETS = 7;

  /** Of the query-key-value group and a group of its own: these carry no adapter in one layer. */
  private static final List<Integer> BARE = List.of(1, 3);

  private static final Tokens RAGGED =
      new Tokens(
          List.of(new int[] {5, 9, 2, 17, 4, 1}, new int[] {8}, new int[] {3, 3, 11}),
          List.of(new int[] {2, 3, 5}, new int[] {0}, new int[] {1, 2}));

  private static final Tokens EVEN =
      new Tokens(
          List.of(new int[] {5, 9, 2}, new int[] {8, 1, 7}),
          List.of(new int[] {0, 1, 2}, new int[] {2}));

  private record Tokens(List<int[]> sequences, List<int[]> rows) {
    PackedBatch of(NDManager manager) {
      return PackedBatch.of(manager, sequences, rows);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "smollm2, 0",
    "smollm2, 0.3",
    "llama-2, 0",
    "llama-3.1, 0",
    "mistral, 0",
    "qwen2.5, 0",
    "qwen3, 0",
    "qwen3, 0.3"
  })
  void derivativesAreThoseOfAutograd(String family, double dropout) {
    Path folder = Path.of("src/test/resources/families", family);
    LlamaConfig config = LlamaConfig.read(folder);
    try (NDManager scope = Torch.newManager(Placement.CPU.device());
        Kernels kernels = Kernels.load(scope, config.shape(), Placement.CPU)) {
      Weights plain =
          new WeightLoader(folder, config, ModelFiles.read(folder), scope, kernels).load();
      TrainingKernels.Adapter adapter = adapter(scope, kernels, config.shape(), dropout);
      for (Tokens batch : List.of(RAGGED, EVEN)) {
        float[] expected = byAutograd(kernels, plain, batch.of(scope), adapter);
        assertThat(norm(expected)).isPositive();
        assertClose(writtenOut(kernels, plain, plain, batch.of(scope), adapter), expected);
      }
      float[] expected = byAutograd(kernels, plain, RAGGED.of(scope), adapter);
      Weights packed = PackedWeights.copy(plain, kernels, scope, config.shape());
      Weights transposed = PackedWeights.transpose(plain, kernels, scope, config.shape());
      assertClose(writtenOut(kernels, packed, transposed, RAGGED.of(scope), adapter), expected);
    }
  }

  private static float[] byAutograd(
      Kernels kernels, Weights weights, PackedBatch batch, TrainingKernels.Adapter adapter) {
    Engine.getEngine("PyTorch").setRandomSeed(5);
    NDArray flat = adapter.flat();
    NDArray hidden =
        kernels.hiddenWithGraph(
            weights, batch, flat, adapter.sizes(), adapter.scales(), adapter.dropout());
    kernels.backward(hidden, derivative(hidden));
    try (NDArray gradient = JniUtils.getGradient((PtNDArray) flat)) {
      float[] found = gradient.toFloatArray();
      JniUtils.zeroGrad((PtNDArray) flat);
      return found;
    }
  }

  private static float[] writtenOut(
      Kernels kernels,
      Weights forward,
      Weights backward,
      PackedBatch batch,
      TrainingKernels.Adapter adapter) {
    Engine.getEngine("PyTorch").setRandomSeed(5);
    TrainingKernels training = new TrainingKernels(kernels);
    KeptHidden hidden = training.hidden(forward, batch, adapter);
    return training
        .gradient(backward, batch, adapter, hidden, derivative(hidden.values()))
        .toFloatArray();
  }

  private static NDArray derivative(NDArray hidden) {
    float[] elements = new float[(int) hidden.size()];
    Random random = new Random(4);
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) random.nextGaussian();
    }
    return hidden.getManager().create(elements, hidden.getShape());
  }

  private static TrainingKernels.Adapter adapter(
      NDManager manager, Kernels kernels, ModelShape shape, double dropout) {
    int c = shape.hidden();
    int f = shape.intermediate();
    int q = shape.heads() * shape.headSize();
    int k = shape.keyValueHeads() * shape.headSize();
    int[] ins = {c, c, c, q, c, c, f};
    int[] outs = {q, k, k, c, f, f, c};
    long[] sizes = new long[2 * TARGETS * shape.layers()];
    double[] scales = new double[TARGETS * shape.layers()];
    for (int i = 0; i < scales.length; i++) {
      int target = i % TARGETS;
      int rank = i < TARGETS && BARE.contains(target) ? 0 : RANK + target;
      sizes[2 * i] = (long) rank * ins[target];
      sizes[2 * i + 1] = (long) rank * outs[target];
      scales[i] = 0.5 + i;
    }
    int length = (int) Arrays.stream(sizes).sum();
    Engine.getEngine("PyTorch").setRandomSeed(3);
    NDArray flat = manager.randomNormal(0, 0.1f, new Shape(length), DataType.FLOAT32);
    flat.setRequiresGradient(true);
    NDArray sizeArray = manager.create(sizes);
    NDArray scaleArray = manager.create(scales);
    return new TrainingKernels.Adapter(
        flat, kernels.pack(manager, flat, sizeArray, scaleArray), sizeArray, scaleArray, dropout);
  }

  private static void assertClose(float[] actual, float[] expected) {
    double scale = norm(expected) / Math.sqrt(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("parameter %d", i)
          .isCloseTo(expected[i], within(1e-4 * (scale + Math.abs(expected[i]))));
    }
  }

  private static double norm(float[] elements) {
    double sum = 0;
    for (float element : elements) {
      sum += (double) element * element;
    }
    return Math.sqrt(sum);
  }
}
