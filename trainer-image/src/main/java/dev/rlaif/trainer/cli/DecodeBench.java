package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.kernel.Roofline;
import dev.rlaif.trainer.llama.LlamaConfig;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.rollout.BatchedGenerator;
import dev.rlaif.trainer.rollout.Decoding;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Generation of a batch of answers of one length, and its time beside that of reading memory. */
final class DecodeBench implements BenchRun {
  private final BenchOptions options;
  private final LoraPolicy policy;
  private final Roofline roofline;
  private final BatchedGenerator generator;

  DecodeBench(
      BenchOptions options, LoraPolicy policy, Roofline roofline, Optional<Decoding> decoding) {
    this.options = options;
    this.policy = policy;
    this.roofline = roofline;
    Adapter adapter = options.rank() == 0 ? Adapter.OFF : Adapter.ON;
    BatchedGenerator usual = new BatchedGenerator(policy, adapter, new int[0], options.batch());
    this.generator = decoding.map(usual::with).orElse(usual);
  }

  @Override
  public void repeat(ObjectNode line) {
    Random random = new Random(0);
    int vocabulary = policy.base().config().vocabulary();
    List<GenerationRequest> requests =
        IntStream.range(0, options.batch())
            .mapToObj(
                i ->
                    new GenerationRequest(
                        i, random.ints(options.promptTokens(), 0, vocabulary).toArray(), i))
            .toList();
    Sampling sampling = new Sampling(1, 1, 0, options.newTokens(), options.newTokens());
    List<Long> steps = new ArrayList<>();
    long start = System.nanoTime();
    generator.generate(
        requests,
        sampling,
        answer -> {},
        (index, token) -> {
          if (index == 0) {
            steps.add(System.nanoTime());
          }
          return true;
        });
    double seconds = (System.nanoTime() - start) / 1e9;
    line.put("tokensPerSecond", rounded(options.batch() * options.newTokens() / seconds));
    line.put("millisecondsPerStep", rounded(1e3 * seconds / options.newTokens()));
    double floor = 1e3 * stepBytes() / roofline.bytesPerSecond();
    line.put("memoryFloorMillisecondsPerStep", rounded(floor));
    if (steps.size() > 1) {
      double median = medianMilliseconds(steps);
      line.put("medianMillisecondsOfDecodeStep", rounded(median));
      line.put("decodeStepOverMemoryFloor", rounded(median / floor));
    }
  }

  /** What a step in the middle must read at least: every weight once, and the cache. */
  private double stepBytes() {
    LlamaConfig config = policy.base().config();
    int bytes = policy.base().placement().precision().bytes();
    long table = config.tiedHead() ? 0 : (long) config.vocabulary() * config.shape().hidden();
    double positions = options.batch() * (options.promptTokens() + options.newTokens() / 2.0);
    long position =
        KeyValueCache.bytesPerPosition(config.shape(), policy.base().placement().precision());
    return (double) (config.parameters() - table) * bytes + positions * position;
  }

  private static double medianMilliseconds(List<Long> times) {
    double[] sorted =
        IntStream.range(1, times.size())
            .mapToDouble(i -> (times.get(i) - times.get(i - 1)) / 1e6)
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }

  private static double rounded(double value) {
    return Math.round(1000 * value) / 1000.0;
  }
}
