package dev.rlaif.trainer.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.kernel.PackedAdapter;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.llama.TinyModel;
import dev.rlaif.trainer.llama.TinyModel.Sizes;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Policy.Group;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class LiveBatchTest {
  private static final int[] STOPS = {3};
  private static final int TOKENS = 12;

  @TempDir Path folder;
  private TinyModel tiny;
  private LlamaModel base;
  private LoraPolicy first;
  private LoraPolicy second;

  @BeforeEach
  void load() {
    tiny = TinyModel.random(Sizes.GROUPED, true, 4);
    base = LlamaModel.load(tiny.write(folder));
    first = policy(LoraShape.allLinear(4, 8), 9);
    second = policy(new LoraShape(2, 8, 0, false, List.of("q_proj", "v_proj", "down_proj")), 10);
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    base.close();
  }

  @Test
  void answersAreThoseOfEachModelByItself() {
    List<Asked> asked = asked(18);
    for (int part : new int[] {2, 5, 100}) {
      try (LiveBatch batch = batch(4, part)) {
        answer(batch, asked);
        assertThat(batch.size()).isZero();
      }
      for (Asked one : asked) {
        assertThat(one.heard.ids).as("part %d of %s", part, one).isEqualTo(alone(one));
        assertThat(one.heard.finished).isEqualTo(1);
        one.heard.forget();
      }
    }
  }

  @Test
  void aRowThatIsNotWantedAnyMoreLeavesAndTheOthersGoOn() {
    List<Asked> asked = asked(6);
    try (LiveBatch batch = batch(6, 3)) {
      asked.forEach(one -> batch.add(one.request));
      asked.get(1).heard.wanted = false;
      for (int i = 0; i < 4; i++) {
        batch.step();
      }
      asked.get(2).heard.wanted = false;
      while (batch.size() > 0) {
        batch.step();
      }
    }
    assertThat(asked.get(1).heard.ids).isEmpty();
    assertThat(asked.get(2).heard.ids).isNotEmpty().hasSizeLessThan(6);
    assertThat(asked.get(2).heard.finished).isZero();
    for (Asked one : asked.subList(3, 6)) {
      assertThat(one.heard.ids).isEqualTo(alone(one));
    }
  }

  @Test
  void aLongPromptDoesNotHoldUpTheOthers() {
    Heard slow = new Heard(-1);
    Heard fast = new Heard(-1);
    try (LiveBatch batch = batch(4, 2)) {
      batch.add(new LiveRequest(prompt(21, 1), 1, 0, 1, 3, LiveRequest.BASE, slow));
      batch.add(new LiveRequest(prompt(2, 2), 1, 0, 1, 3, LiveRequest.BASE, fast));
      while (fast.ids.isEmpty()) {
        batch.step();
      }
      assertThat(slow.ids).isEmpty();
      while (batch.size() > 0) {
        batch.step();
      }
    }
    assertThat(slow.ids).hasSize(3);
  }

  @Test
  void memoryLimitsTheRowsOfLongAnswersAndTheyComeBack() {
    try (LiveBatch batch = batch(64, 100)) {
      assertThat(batch.admits(request(prompt(4, 1), TOKENS, new Heard(-1)))).isTrue();
      Heard heard = new Heard(-1);
      batch.add(request(prompt(4, 1), 3, heard));
      batch.step();
      LiveRequest huge = request(prompt(4, 1), 50_000_000, new Heard(-1));
      assertThat(batch.admits(huge)).as("one row of so many positions, and one is there").isFalse();
      assertThat(batch.admits(request(prompt(4, 1), TOKENS, new Heard(-1)))).isTrue();
      batch.step();
      batch.step();
      assertThat(heard.finished).isEqualTo(1);
    }
  }

  @Test
  void aCacheThatGrowsKeepsWhatItHolds() {
    Heard small = new Heard(-1);
    Heard large = new Heard(-1);
    try (LiveBatch batch = batch(4, 3)) {
      batch.add(request(prompt(4, 1), TOKENS, small));
      batch.step();
      batch.step();
      batch.add(request(prompt(7, 2), 600, large));
      for (int i = 0; i < 20; i++) {
        batch.step();
      }
      batch.clear();
      assertThat(batch.size()).isZero();
    }
    assertThat(small.ids).isEqualTo(alone(new Asked(request(prompt(4, 1), TOKENS, small), small)));
  }

  @Test
  void tellsWhatTheModelMadeOfEachPlace() {
    Heard heard = new Heard(3);
    Heard silent = new Heard(-1);
    int[] prompt = prompt(4, 1);
    try (LiveBatch batch = batch(4, 100)) {
      batch.add(new LiveRequest(prompt, 5, 0, 1, 2, LiveRequest.BASE, silent));
      batch.add(new LiveRequest(prompt, 5, 0.7, 1, 2, LiveRequest.BASE, heard));
      while (batch.size() > 0) {
        batch.step();
      }
    }
    double[] logProbs = tiny.forward(prompt).logProbs()[3];
    TokenChances place = heard.chances.get(0);
    assertThat(place.id()).isEqualTo(heard.ids.get(0));
    assertThat((double) place.logProb()).isCloseTo(logProbs[place.id()], within(1e-4));
    assertThat(place.topIds()).hasSize(3);
    assertThat(place.topIds()[0]).isEqualTo(silent.ids.get(0));
    for (int k = 0; k < 3; k++) {
      assertThat((double) place.topLogProbs()[k])
          .isCloseTo(logProbs[place.topIds()[k]], within(1e-4));
    }
    assertThat(heard.chances).hasSize(heard.ids.size());
    assertThat(silent.chances).isEmpty();
  }

  @Test
  void whatWasReadBeforeIsNotReadAgain() {
    List<Asked> asked = alike(8);
    try (LiveBatch batch = batch(4, 100)) {
      for (Asked one : asked) {
        batch.add(one.request);
        while (batch.size() > 0) {
          batch.step();
        }
      }
    }
    // two tails in turn, of the base and two adapters in turn: 5 tokens are common, 3 are not
    assertThat(asked.stream().map(one -> one.heard.reused)).containsExactly(0, 0, 0, 5, 5, 5, 7, 7);
    assertAsAlone(asked);
  }

  @Test
  void promptsThatBeginAlikeAndComeTogetherShareTheirBeginning() {
    List<Asked> asked = alike(12);
    try (LiveBatch batch = batch(12, 100)) {
      asked.forEach(one -> batch.add(one.request));
      while (batch.size() > 0) {
        batch.step();
      }
    }
    assertThat(asked.stream().map(one -> one.heard.reused))
        .containsExactly(0, 0, 0, 5, 5, 5, 7, 7, 7, 7, 7, 7);
    assertAsAlone(asked);
  }

  @Test
  void answersAreTheSameHowLittleIsKept() {
    for (int tokens : new int[] {0, 3, 11}) {
      for (int part : new int[] {2, 100}) {
        List<Asked> asked = alike(9);
        try (LiveBatch batch = batch(3, part, tokens * positionBytes())) {
          answer(batch, asked);
        }
        assertAsAlone(asked);
        assertThat(asked.stream().mapToInt(one -> one.heard.reused).max().orElseThrow())
            .isLessThanOrEqualTo(tokens);
      }
    }
  }

  @Test
  void probabilitiesBehindWhatWasReadBeforeAreThoseOfTheModel() {
    int[] prompt = prompt(9, 1);
    for (int part : new int[] {3, 100}) {
      try (LiveBatch batch = batch(2, part)) {
        for (int reused : new int[] {0, 8}) {
          Heard heard = new Heard(2);
          batch.add(new LiveRequest(prompt, 1, 0, 1, 2, LiveRequest.BASE, heard));
          while (batch.size() > 0) {
            batch.step();
          }
          assertThat(heard.reused).isEqualTo(reused);
          TokenChances place = heard.chances.get(0);
          assertThat((double) place.logProb())
              .isCloseTo(tiny.forward(prompt).logProbs()[8][place.id()], within(1e-4));
        }
      }
    }
  }

  @Test
  void aBatchThatIsClearedReadsEverythingAgain() {
    List<Asked> asked = alike(4);
    try (LiveBatch batch = batch(4, 100)) {
      batch.add(asked.get(0).request);
      batch.step();
      batch.clear();
      batch.add(asked.get(3).request);
      while (batch.size() > 0) {
        batch.step();
      }
    }
    assertThat(asked.get(3).heard.reused).isZero();
    assertAsAlone(asked.subList(3, 4));
  }

  private void assertAsAlone(List<Asked> asked) {
    for (Asked one : asked) {
      assertThat(one.heard.ids).as("%s", one).isEqualTo(alone(one));
    }
  }

  /** Of the base and two adapters in turn: prompts of eight tokens, of which five are alike. */
  private static List<Asked> alike(int count) {
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] prompt = prompt(8, 1);
      System.arraycopy(prompt(3, 50 + i / 3 % 2), 0, prompt, 5, 3);
      Heard heard = new Heard(-1);
      double temperature = i % 2 == 0 ? 0 : 1.1;
      asked.add(new Asked(new LiveRequest(prompt, i, temperature, 1, 6, i % 3 - 1, heard), heard));
    }
    return asked;
  }

  private long positionBytes() {
    return KeyValueCache.bytesPerPosition(base.config().shape(), base.placement().precision());
  }

  private LiveBatch batch(int rows, int part) {
    return batch(rows, part, 1 << 20);
  }

  private LiveBatch batch(int rows, int part, long prefixBytes) {
    List<Function<NDManager, PackedAdapter>> adapters =
        List.of(scope -> first.pack(scope, Adapter.ON), scope -> second.pack(scope, Adapter.ON));
    return new LiveBatch(base, adapters, STOPS, rows, prefixBytes, part);
  }

  /** They come one after another, as soon as there is room. */
  private static void answer(LiveBatch batch, List<Asked> asked) {
    for (Asked one : asked) {
      while (!batch.admits(one.request)) {
        batch.step();
      }
      batch.add(one.request);
      batch.step();
    }
    while (batch.size() > 0) {
      batch.step();
    }
  }

  /** The same by a generator of this model, sampling and seed alone. */
  private List<Integer> alone(Asked asked) {
    LiveRequest request = asked.request;
    BatchedGenerator generator =
        switch (request.adapter()) {
          case 0 -> new BatchedGenerator(first, Adapter.ON, STOPS, 1);
          case 1 -> new BatchedGenerator(second, Adapter.ON, STOPS, 1);
          default -> new BatchedGenerator(base, STOPS, 1);
        };
    Sampling sampling =
        new Sampling(request.temperature(), request.topP(), 0, 0, request.maxNewTokens());
    Completion answer =
        generator
            .generate(
                List.of(new GenerationRequest(0, request.promptIds(), request.seed())),
                sampling,
                completion -> {})
            .get(0);
    return IntStream.of(answer.ids()).boxed().toList();
  }

  private static List<Asked> asked(int count) {
    double[] temperatures = {0, 0.8, 1.3};
    double[] topPs = {1, 0.6, 1, 0.95};
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Heard heard = new Heard(-1);
      asked.add(
          new Asked(
              new LiveRequest(
                  prompt(1 + i % 7, i),
                  i,
                  temperatures[i % 3],
                  topPs[i % 4],
                  1 + (i * 5) % TOKENS,
                  i % 3 - 1,
                  heard),
              heard));
    }
    return asked;
  }

  private static LiveRequest request(int[] prompt, int tokens, Heard heard) {
    return new LiveRequest(prompt, 7, 1, 1, tokens, LiveRequest.BASE, heard);
  }

  private static int[] prompt(int length, int seed) {
    return new Random(seed).ints(length, 4, TinyModel.VOCABULARY).toArray();
  }

  private LoraPolicy policy(LoraShape shape, int seed) {
    LoraPolicy policy = LoraPolicy.create(base, shape, seed);
    float[] flat = policy.parameters(Group.LORA);
    Random random = new Random(seed);
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) (0.3 * random.nextGaussian());
    }
    policy.setParameters(Group.LORA, flat);
    return policy;
  }

  private record Asked(LiveRequest request, Heard heard) {}

  private static final class Heard implements RowListener {
    private final int wantedChances;
    private final List<Integer> ids = new ArrayList<>();
    private final List<TokenChances> chances = new ArrayList<>();
    private boolean wanted = true;
    private int finished;
    private int reused = -1;

    Heard(int wantedChances) {
      this.wantedChances = wantedChances;
    }

    void forget() {
      ids.clear();
      finished = 0;
      reused = -1;
    }

    @Override
    public boolean isWanted() {
      return wanted;
    }

    @Override
    public void promptRead(int tokens) {
      assertThat(reused).as("told once").isNegative();
      reused = tokens;
    }

    @Override
    public boolean token(int tokenId) {
      ids.add(tokenId);
      return true;
    }

    @Override
    public void finished(FinishReason reason) {
      finished++;
    }

    @Override
    public int wantedChances() {
      return wantedChances;
    }

    @Override
    public void chances(TokenChances told) {
      chances.add(told);
    }
  }
}
