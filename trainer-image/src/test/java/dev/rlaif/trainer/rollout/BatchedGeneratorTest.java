package dev.rlaif.trainer.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.llama.TinyModel;
import dev.rlaif.trainer.llama.TinyModel.Sizes;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.lora.PolicyOptions;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class BatchedGeneratorTest {
  private static final int[] NO_STOPS = {};
  private static final Sampling SAMPLED = Sampling.temperature(0.8, 12);

  @TempDir Path folder;
  private TinyModel tiny;
  private LlamaModel base;

  @BeforeEach
  void load() {
    tiny = TinyModel.random(Sizes.GROUPED, true, 4);
    base = LlamaModel.load(tiny.write(folder));
  }

  @AfterEach
  void close() {
    base.close();
  }

  @Test
  void greedyAnswersAreThoseOfPlainJava() {
    BatchedGenerator generator = new BatchedGenerator(base, NO_STOPS, 3);
    for (Completion answer : run(generator, requests(5), Sampling.greedy(10))) {
      int[] ids = answer.promptIds().clone();
      for (int t = 0; t < answer.ids().length; t++) {
        double[] logProbs = tiny.forward(ids).logProbs()[ids.length - 1];
        int best =
            IntStream.range(0, logProbs.length)
                .reduce((a, b) -> logProbs[a] >= logProbs[b] ? a : b)
                .orElseThrow();
        assertThat(answer.ids()[t]).isEqualTo(best);
        assertThat((double) answer.logProbs()[t]).isCloseTo(logProbs[best], within(1e-4));
        ids = Arrays.copyOf(ids, ids.length + 1);
        ids[ids.length - 1] = best;
      }
    }
  }

  @Test
  void aPromptOfNoTokensIsRefusedByItsNumber() {
    BatchedGenerator generator = new BatchedGenerator(base, NO_STOPS, 2);
    List<GenerationRequest> requests = new ArrayList<>(requests(2));
    requests.add(new GenerationRequest(7, new int[0], 1));
    assertThatThrownBy(() -> run(generator, requests, SAMPLED))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("prompt 7 has 0 tokens: must be from 1 to");
  }

  @Test
  void anAnswerDependsOnItsSeedAndNotOnTheBatch() {
    List<GenerationRequest> requests = requests(9);
    List<Completion> together = run(new BatchedGenerator(base, NO_STOPS, 9), requests, SAMPLED);
    List<Completion> refilled = run(new BatchedGenerator(base, NO_STOPS, 2), requests, SAMPLED);
    List<Completion> alone = run(new BatchedGenerator(base, NO_STOPS, 1), requests, SAMPLED);
    for (int i = 0; i < requests.size(); i++) {
      assertThat(refilled.get(i).ids()).isEqualTo(together.get(i).ids());
      assertThat(alone.get(i).ids()).isEqualTo(together.get(i).ids());
      assertThat(alone.get(i).logProbs())
          .containsExactly(together.get(i).logProbs(), within(1e-5f));
    }
    assertThat(together.stream().map(answer -> answer.ids().length).distinct().count())
        .as("answers of different lengths, so that rows are retired and refilled")
        .isGreaterThan(1);
    GenerationRequest first = requests.get(0);
    List<Completion> reseeded =
        run(
            new BatchedGenerator(base, NO_STOPS, 1),
            List.of(new GenerationRequest(0, first.promptIds(), first.seed() + 1)),
            SAMPLED);
    assertThat(reseeded.get(0).ids()).isNotEqualTo(together.get(0).ids());
  }

  @Test
  void logProbsAreThoseThatThePolicyScores() {
    PolicyOptions options = PolicyOptions.standard().withTemperature(0.8);
    try (LoraPolicy policy = LoraPolicy.create(base, LoraShape.allLinear(4, 8), 1, options)) {
      float[] flat = policy.parameters(Group.LORA);
      Random random = new Random(9);
      for (int i = 0; i < flat.length; i++) {
        flat[i] = (float) (0.2 * random.nextGaussian());
      }
      policy.setParameters(Group.LORA, flat);
      for (Adapter adapter : Adapter.values()) {
        List<Completion> answers =
            run(new BatchedGenerator(policy, adapter, NO_STOPS, 4), requests(6), SAMPLED);
        float[][] scored =
            policy
                .score(
                    answers.stream().map(a -> new Sequence(a.promptIds(), a.ids())).toList(),
                    adapter)
                .logProbs();
        for (int i = 0; i < answers.size(); i++) {
          assertThat(answers.get(i).logProbs()).containsExactly(scored[i], within(1e-4f));
        }
      }
    }
  }

  @Test
  void drawsFollowTheDistribution() {
    int draws = 4000;
    int[] prompt = {1, 7};
    List<GenerationRequest> requests =
        IntStream.range(0, draws).mapToObj(i -> new GenerationRequest(i, prompt, i)).toList();
    double[] counts = new double[TinyModel.VOCABULARY];
    for (Completion answer :
        run(new BatchedGenerator(base, NO_STOPS, 500), requests, Sampling.temperature(1, 1))) {
      counts[answer.ids()[0]]++;
    }
    double[] logProbs = tiny.forward(prompt).logProbs()[1];
    for (int id = 0; id < counts.length; id++) {
      double p = Math.exp(logProbs[id]);
      // five standard deviations of a binomial, over 41 tokens: fails by chance once in 40,000
      // seeds
      assertThat(counts[id] / draws)
          .as("token " + id)
          .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / draws) + 1.0 / draws));
    }
  }

  @Test
  void filtersKeepOnlyTheLikeliest() {
    int[] prompt = {1, 7};
    double[] logProbs = tiny.forward(prompt).logProbs()[1];
    Integer[] order = IntStream.range(0, logProbs.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> Double.compare(logProbs[b], logProbs[a]));
    List<GenerationRequest> requests =
        IntStream.range(0, 300).mapToObj(i -> new GenerationRequest(i, prompt, i)).toList();
    BatchedGenerator generator = new BatchedGenerator(base, NO_STOPS, 100);
    double mass = Math.exp(logProbs[order[0]]) + Math.exp(logProbs[order[1]]) / 2;
    for (Completion answer : run(generator, requests, new Sampling(1, mass, 0, 0, 1))) {
      assertThat(answer.ids()[0]).isIn(order[0], order[1]);
      assertThat((double) answer.logProbs()[0])
          .as("of the unfiltered distribution")
          .isCloseTo(logProbs[answer.ids()[0]], within(1e-4));
    }
    for (Completion answer : run(generator, requests, new Sampling(1, 1, 1, 0, 1))) {
      assertThat(answer.ids()[0]).isEqualTo(order[0]);
    }
  }

  @Test
  void stopsAtEveryStopIdAndCountsIt() {
    List<GenerationRequest> requests = requests(40);
    int[] stops = {3, 11, 19};
    List<Completion> answers = run(new BatchedGenerator(base, stops, 8), requests, SAMPLED);
    for (Completion answer : answers) {
      int[] ids = answer.ids();
      boolean ended = IntStream.of(2, 3, 11, 19).anyMatch(stop -> stop == ids[ids.length - 1]);
      assertThat(answer.finish()).isEqualTo(ended ? FinishReason.STOP : FinishReason.LENGTH);
      assertThat(ended || ids.length == 12).isTrue();
      assertThat(Arrays.stream(ids).limit(ids.length - 1)).doesNotContain(2, 3, 11, 19);
    }
    assertThat(answers.stream().map(Completion::finish)).contains(FinishReason.STOP);
  }

  @Test
  void drawsNoStopIdBeforeTheMinimum() {
    int[] stops = IntStream.range(0, 20).toArray();
    Sampling sampling = new Sampling(1, 1, 0, 5, 12);
    for (Completion answer : run(new BatchedGenerator(base, stops, 8), requests(30), sampling)) {
      assertThat(answer.ids()).hasSizeGreaterThan(5);
      assertThat(Arrays.stream(answer.ids()).limit(5)).allMatch(id -> id >= 20);
    }
  }

  @Test
  void tellsEachTokenAndEndsWhenTheListenerSaysSo() {
    List<GenerationRequest> requests = requests(3);
    List<Integer> heard = new ArrayList<>();
    List<Completion> answers =
        new BatchedGenerator(base, NO_STOPS, 3)
            .generate(
                requests,
                new Sampling(1, 1, 0, 12, 12),
                answer -> {},
                (index, id) -> {
                  if (index == 1) {
                    heard.add(id);
                  }
                  return index != 1 || heard.size() < 4;
                });
    assertThat(answers.get(1).ids()).hasSize(4).containsExactly(toArray(heard));
    assertThat(answers.get(1).finish()).isEqualTo(FinishReason.STOP);
    assertThat(answers.get(0).ids()).hasSize(12);
    assertThat(answers.get(2).ids()).hasSize(12);
  }

  @Test
  void tellsTheChancesOfEachTokenToThoseWhoWantThem() {
    List<TokenChances> heard = new ArrayList<>();
    var listener =
        new TokenListener() {
          @Override
          public boolean token(int index, int tokenId) {
            return true;
          }

          @Override
          public int wantedChances(int index) {
            return index == 1 ? 3 : -1;
          }

          @Override
          public void chances(int index, TokenChances chances) {
            assertThat(index).isEqualTo(1);
            heard.add(chances);
          }
        };
    List<Completion> answers =
        new BatchedGenerator(base, NO_STOPS, 4)
            .generate(requests(3), SAMPLED, completion -> {}, listener);
    Completion answer = answers.get(1);

    assertThat(heard.stream().mapToInt(TokenChances::id).toArray()).isEqualTo(answer.ids());
    double[] logProbs = tiny.forward(answer.promptIds()).logProbs()[answer.promptIds().length - 1];
    TokenChances first = heard.get(0);
    int[] best =
        IntStream.range(0, logProbs.length)
            .boxed()
            .sorted((a, b) -> Double.compare(logProbs[b], logProbs[a]))
            .limit(3)
            .mapToInt(Integer::intValue)
            .toArray();
    assertThat(first.topIds()).isEqualTo(best);
    assertThat((double) first.topLogProbs()[2]).isCloseTo(logProbs[best[2]], within(1e-4));
    assertThat((double) first.logProb()).isCloseTo(logProbs[first.id()], within(1e-4));
  }

  @Test
  void tellsOfEachAnswerAsItEndsAndReturnsThemInOrder() {
    List<GenerationRequest> requests = requests(7);
    List<Integer> ended = new ArrayList<>();
    List<Completion> answers =
        new BatchedGenerator(base, new int[] {3, 11}, 2)
            .generate(requests, SAMPLED, answer -> ended.add(answer.index()));
    assertThat(ended).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
    assertThat(answers.stream().map(Completion::index)).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void endsAtTheContextAndRefusesPromptsBeyondIt() {
    BatchedGenerator generator = new BatchedGenerator(base, NO_STOPS, 1);
    List<Completion> answers =
        run(
            generator,
            List.of(new GenerationRequest(0, new int[61], 1)),
            new Sampling(1, 1, 0, 12, 12));
    assertThat(answers.get(0).ids()).hasSize(3);
    assertThat(answers.get(0).finish()).isEqualTo(FinishReason.LENGTH);
    assertThatThrownBy(
            () -> run(generator, List.of(new GenerationRequest(8, new int[64], 1)), SAMPLED))
        .hasMessageContaining("prompt 8 has 64 tokens")
        .hasMessageContaining("1 to 63");
  }

  private static List<Completion> run(
      BatchedGenerator generator, List<GenerationRequest> requests, Sampling sampling) {
    return generator.generate(requests, sampling, answer -> {});
  }

  private static List<GenerationRequest> requests(int count) {
    Random random = new Random(6);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new GenerationRequest(
                    i,
                    random.ints(1 + random.nextInt(7), 3, TinyModel.VOCABULARY).toArray(),
                    random.nextLong()))
        .toList();
  }

  private static int[] toArray(List<Integer> ids) {
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }
}
