package dev.rlaif.trainer.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.kernel.Precision;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.llama.TinyModel;
import dev.rlaif.trainer.llama.TinyModel.Sizes;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.lora.Sequence;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of fixed shapes, as a GPU takes them, against those of as many rows as there are. */
@SuppressWarnings("NullAway.Init")
class StaticDecoderTest {
  private static final int[] STOPS = {3, 11};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9})
  void drawsWhatStepsOfAnyShapeDraw(int rows) {
    try (LlamaModel base = LlamaModel.load(tiny().write(folder));
        LoraPolicy policy = policy(base)) {
      BatchedGenerator dynamic = new BatchedGenerator(policy, Adapter.ON, STOPS, rows);
      for (Sampling sampling :
          List.of(Sampling.greedy(12), new Sampling(0.8, 0.9, 20, 4, 12), Sampling.greedy(1))) {
        List<Completion> expected = run(dynamic, sampling);
        List<Completion> actual = run(dynamic.with(Decoding.STATIC), sampling);
        for (int i = 0; i < expected.size(); i++) {
          assertThat(actual.get(i).ids()).isEqualTo(expected.get(i).ids());
          assertThat(actual.get(i).finish()).isEqualTo(expected.get(i).finish());
          assertThat(actual.get(i).logProbs())
              .containsExactly(expected.get(i).logProbs(), within(1e-5f));
        }
      }
    }
  }

  @Test
  void logProbsOfBfloat16AreThoseThatItsPolicyScores() {
    tiny().write(folder, "BF16", 1);
    try (LlamaModel base =
            LlamaModel.load(folder, ComputeTarget.CPU.withPrecision(Precision.BFLOAT16));
        LoraPolicy policy = policy(base)) {
      List<Completion> answers =
          run(
              new BatchedGenerator(policy, Adapter.ON, STOPS, 3).with(Decoding.STATIC),
              Sampling.temperature(1, 12));
      float[][] scored =
          policy
              .score(
                  answers.stream().map(a -> new Sequence(a.promptIds(), a.ids())).toList(),
                  Adapter.ON)
              .logProbs();
      double mean =
          IntStream.range(0, scored.length)
              .mapToDouble(i -> Math.abs(scored[i][0] - answers.get(i).logProbs()[0]))
              .average()
              .orElseThrow();
      assertThat(mean).isLessThan(5e-2);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 8, 1", "3, 8, 4", "4, 8, 4", "5, 8, 8", "5, 6, 6", "64, 64, 64", "65, 100, 100"})
  void stepsHaveAPowerOfTwoOfRows(int rows, int most, int expected) {
    assertThat(StaticDecoder.stepRows(rows, most)).isEqualTo(expected);
  }

  @Test
  void cachesKeepWithinTheirMemoryButHaveARow() {
    CacheMemory memory = new CacheMemory(1000, 2);
    assertThat(memory.rows(10)).isEqualTo(50);
    assertThat(memory.rows(10_000)).isEqualTo(1);
  }

  private static TinyModel tiny() {
    return TinyModel.random(Sizes.GROUPED, true, 4);
  }

  private static LoraPolicy policy(LlamaModel base) {
    LoraPolicy policy = LoraPolicy.create(base, LoraShape.allLinear(4, 8), 1);
    float[] flat = policy.parameters(Group.LORA);
    Random random = new Random(9);
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) (0.2 * random.nextGaussian());
    }
    policy.setParameters(Group.LORA, flat);
    return policy;
  }

  private static List<Completion> run(BatchedGenerator generator, Sampling sampling) {
    Random random = new Random(6);
    return generator.generate(
        IntStream.range(0, 9)
            .mapToObj(
                i ->
                    new GenerationRequest(
                        i,
                        random.ints(1 + random.nextInt(7), 3, TinyModel.VOCABULARY).toArray(),
                        random.nextLong()))
            .toList(),
        sampling,
        answer -> {});
  }
}
