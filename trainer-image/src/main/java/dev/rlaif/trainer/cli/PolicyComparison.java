package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.kernel.Precision;
import dev.rlaif.trainer.lora.ForwardPass;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.rollout.BatchedGenerator;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.Decoding;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Two policies of the same parameters on different devices, compared by what they are used for. */
final class PolicyComparison {
  private static final int[] NO_STOPS = {};

  private final LoraPolicy expected;
  private final LoraPolicy actual;
  private final BenchOptions options;
  private final boolean isHalf;
  private final List<GenerationRequest> requests;

  PolicyComparison(LoraPolicy expected, LoraPolicy actual, BenchOptions options) {
    this.expected = expected;
    this.actual = actual;
    this.options = options;
    this.isHalf = actual.base().placement().precision() == Precision.BFLOAT16;
    this.requests = requests();
  }

  /**
   * A difference.
   *
   * @param limit most that may be found
   */
  record Difference(String name, double found, double limit) {
    boolean isWithinLimit() {
      return found <= limit;
    }
  }

  List<Difference> all() {
    List<Completion> greedy = generate(actual, Decoding.STATIC, Sampling.greedy(newTokens()), 64);
    List<Completion> sampled = generate(actual, Decoding.STATIC, sampling(), 64);
    List<Completion> refilled = generate(actual, Decoding.STATIC, sampling(), 3);
    List<Completion> onCpu = generate(expected, Decoding.DYNAMIC, Sampling.greedy(newTokens()), 64);
    return List.of(
        new Difference("mean log-probability of answers, scored", scored(sampled), logProbs()),
        new Difference("mean log-probability of answers, generated", own(sampled), logProbs()),
        new Difference("the same with rows refilled", own(refilled), logProbs()),
        new Difference(
            "loss by the first greedy token that differs", regret(greedy, onCpu), loss()),
        new Difference("answers that differ with a CUDA graph", graph(greedy, sampled), 0),
        new Difference("mean log-probability with fused kernels", own(fused()), logProbs()),
        new Difference("relative error of LoRA gradients", gradients(sampled), gradientError()));
  }

  private double logProbs() {
    return actual.tolerance().mean();
  }

  private double loss() {
    return isHalf ? 0.1 : 1e-3;
  }

  private double gradientError() {
    return isHalf ? 5e-2 : 1e-3;
  }

  private double scored(List<Completion> answers) {
    float[][] cpu = expected.score(sequences(answers), Adapter.ON).logProbs();
    return meanDifference(cpu, actual.score(sequences(answers), Adapter.ON).logProbs());
  }

  private double own(List<Completion> answers) {
    float[][] generated = answers.stream().map(Completion::logProbs).toArray(float[][]::new);
    return meanDifference(generated, expected.score(sequences(answers), Adapter.ON).logProbs());
  }

  /** How much likelier the CPU finds its own token where a greedy answer first leaves its own. */
  private double regret(List<Completion> answers, List<Completion> onCpu) {
    float[][] found = expected.score(sequences(answers), Adapter.ON).logProbs();
    float[][] best = expected.score(sequences(onCpu), Adapter.ON).logProbs();
    double worst = 0;
    for (int i = 0; i < found.length; i++) {
      int at = Arrays.mismatch(answers.get(i).ids(), onCpu.get(i).ids());
      if (at >= 0) {
        worst = Math.max(worst, best[i][at] - found[i][at]);
      }
    }
    return worst;
  }

  private double graph(List<Completion> greedy, List<Completion> sampled) {
    if (!actual.base().placement().isGpu()) {
      return 0;
    }
    List<Completion> greedyAgain =
        generate(actual, Decoding.GRAPH, Sampling.greedy(newTokens()), 64);
    List<Completion> sampledAgain = generate(actual, Decoding.GRAPH, sampling(), 64);
    return IntStream.range(0, greedy.size())
        .filter(
            i ->
                !Arrays.equals(greedy.get(i).ids(), greedyAgain.get(i).ids())
                    || !Arrays.equals(sampled.get(i).ids(), sampledAgain.get(i).ids()))
        .count();
  }

  private List<Completion> fused() {
    boolean isGpu = actual.base().placement().isGpu();
    return generate(actual, isGpu ? Decoding.FUSED : Decoding.STATIC, sampling(), 5);
  }

  private double gradients(List<Completion> answers) {
    float[] cpu = gradients(expected, sequences(answers));
    float[] device = gradients(actual, sequences(answers));
    double difference = 0;
    double size = 0;
    for (int i = 0; i < cpu.length; i++) {
      difference += Math.pow(cpu[i] - device[i], 2);
      size += Math.pow(cpu[i], 2);
    }
    return Math.sqrt(difference / size);
  }

  private static float[] gradients(LoraPolicy policy, List<Sequence> sequences) {
    Random random = new Random(2);
    double[][] weights =
        sequences.stream()
            .map(s -> random.doubles(s.responseIds().length, -1, 1).toArray())
            .toArray(double[][]::new);
    policy.zeroGradients();
    try (ForwardPass pass = policy.forward(sequences)) {
      double[][] values =
          sequences.stream().map(s -> new double[s.responseIds().length]).toArray(double[][]::new);
      pass.backward(weights, values);
    }
    return policy.gradients(Group.LORA);
  }

  private static double meanDifference(float[][] a, float[][] b) {
    return IntStream.range(0, a.length)
        .boxed()
        .flatMapToDouble(
            i -> IntStream.range(0, a[i].length).mapToDouble(t -> Math.abs(a[i][t] - b[i][t])))
        .average()
        .orElse(Double.NaN);
  }

  private List<Completion> generate(
      LoraPolicy policy, Decoding decoding, Sampling sampling, int rows) {
    return new BatchedGenerator(policy, Adapter.ON, NO_STOPS, rows)
        .with(decoding)
        .generate(requests, sampling, answer -> {});
  }

  private Sampling sampling() {
    return new Sampling(1, 1, 0, newTokens(), newTokens());
  }

  private int newTokens() {
    return options.newTokens();
  }

  private static List<Sequence> sequences(List<Completion> answers) {
    return answers.stream().map(a -> new Sequence(a.promptIds(), a.ids())).toList();
  }

  /** Prompts of different lengths. */
  private List<GenerationRequest> requests() {
    Random random = new Random(3);
    int vocabulary = expected.base().config().vocabulary();
    return IntStream.range(0, options.batch())
        .mapToObj(
            i ->
                new GenerationRequest(
                    i,
                    random
                        .ints(1 + random.nextInt(options.promptTokens()), 3, vocabulary)
                        .toArray(),
                    i))
        .toList();
  }
}
