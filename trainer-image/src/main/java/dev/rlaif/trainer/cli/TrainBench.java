package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.kernel.Roofline;
import dev.rlaif.trainer.llama.LlamaConfig;
import dev.rlaif.trainer.lora.ForwardPass;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Forward and backward of a batch, and its time beside that of its matrix products alone. */
final class TrainBench implements BenchRun {
  private final BenchOptions options;
  private final LoraPolicy policy;
  private final Roofline roofline;

  TrainBench(BenchOptions options, LoraPolicy policy, Roofline roofline) {
    this.options = options;
    this.policy = policy;
    this.roofline = roofline;
  }

  @Override
  public void repeat(ObjectNode line) {
    Random random = new Random(0);
    int batch = options.batch();
    List<Sequence> sequences =
        IntStream.range(0, batch)
            .mapToObj(
                i ->
                    new Sequence(
                        ids(random, options.promptTokens()), ids(random, options.newTokens())))
            .toList();
    double[][] gradients = new double[batch][options.newTokens()];
    for (double[] row : gradients) {
      Arrays.setAll(row, t -> random.nextGaussian());
    }
    int length = options.promptTokens() + options.newTokens();
    int size = policy.microBatchSize(length);
    long start = System.nanoTime();
    for (int first = 0; first < batch; first += size) {
      int end = Math.min(batch, first + size);
      double[][] part = Arrays.copyOfRange(gradients, first, end);
      try (ForwardPass pass = policy.forward(sequences.subList(first, end))) {
        pass.backward(part, part);
      }
    }
    policy.synchronise();
    double seconds = (System.nanoTime() - start) / 1e9;
    policy.zeroGradients();
    double floor = operations() / roofline.operationsPerSecond();
    line.put("microBatch", Math.min(size, batch));
    line.put("tokensPerSecond", rounded(batch * length / seconds));
    line.put("millisecondsPerStep", rounded(1e3 * seconds));
    line.put("productFloorMillisecondsPerStep", rounded(1e3 * floor));
    line.put("stepOverProductFloor", rounded(seconds / floor));
  }

  /**
   * Floating-point operations of the frozen products: forward, and backward to their inputs only.
   */
  private double operations() {
    LlamaConfig config = policy.base().config();
    ModelShape shape = config.shape();
    long heads = (long) (shape.projectedHeads() + shape.heads()) * shape.headSize();
    double layers = shape.layers() * shape.hidden() * (heads + 3.0 * shape.intermediate());
    double tokens = options.batch() * (options.promptTokens() + options.newTokens() - 1.0);
    double scored = (double) options.batch() * options.newTokens();
    double head = (double) config.vocabulary() * shape.hidden();
    return 2 * 2 * (layers * tokens + head * scored);
  }

  private int[] ids(Random random, int count) {
    return random.ints(count, 0, policy.base().config().vocabulary()).toArray();
  }

  private static double rounded(double value) {
    return Math.round(1000 * value) / 1000.0;
  }
}
