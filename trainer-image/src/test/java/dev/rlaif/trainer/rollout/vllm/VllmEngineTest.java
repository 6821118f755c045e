package dev.rlaif.trainer.rollout.vllm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.EngineLost;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@SuppressWarnings("NullAway.Init") // made before each test
class VllmEngineTest {
  private static final Sampling SAMPLING = Sampling.temperature(1, 6);
  private static final String RUN = "food-1234";

  @TempDir Path folder;
  private final UnigramPolicy policy = new UnigramPolicy();
  private final List<String> notes = new ArrayList<>();
  private FakeVllm one;
  private FakeVllm two;

  @BeforeEach
  void start() throws IOException {
    one = new FakeVllm();
    two = new FakeVllm();
  }

  @AfterEach
  void end() {
    one.close();
    two.close();
  }

  @Test
  void answersAreTokenIdsWithLogProbabilitiesInOrder() {
    try (VllmEngine engine = engine()) {
      learn(1);
      List<Integer> finished = new ArrayList<>();
      List<Completion> answers =
          engine.at(0).generate(requests(20), SAMPLING, done -> finished.add(done.index()));
      assertThat(finished).hasSize(20).doesNotHaveDuplicates();
      for (int i = 0; i < answers.size(); i++) {
        Completion answer = answers.get(i);
        assertThat(answer.index()).isEqualTo(i);
        assertThat(answer.promptIds()).containsExactly(7, i);
        assertThat(answer.logProbs()).containsExactly(scores(answer));
        boolean stopped = answer.ids()[answer.ids().length - 1] == 3;
        assertThat(answer.finish()).isEqualTo(stopped ? FinishReason.STOP : FinishReason.LENGTH);
      }
    }
    assertThat(one.did).anyMatch(did -> did.startsWith("answer"));
    assertThat(two.did).anyMatch(did -> did.startsWith("answer"));
  }

  @Test
  void everyVersionIsOnEveryServerUnderANameOfItsOwn() {
    try (VllmEngine engine = engine()) {
      for (int version = 0; version < 3; version++) {
        learn(version);
        answer(engine.at(version), 4);
        assertThat(one.adapters.keySet())
            .singleElement()
            .asString()
            .matches(RUN + "-[0-9a-f]{8}-" + version);
        assertThat(two.adapters.keySet()).isEqualTo(one.adapters.keySet());
      }
    }
    assertThat(one.adapters).isEmpty();
    assertThat(folder.resolve("served")).isEmptyDirectory();
    assertThat(one.did.stream().filter(did -> did.startsWith("load"))).hasSize(4);
    assertThat(one.did.stream().filter(did -> did.startsWith("load"))).doesNotHaveDuplicates();
  }

  @Test
  void versionStaysUntilItsLastAnswerIsFinished() {
    try (VllmEngine engine = engine()) {
      Generator first = engine.at(0);
      learn(1);
      Generator second = engine.at(1);
      assertThat(one.adapters).hasSize(2);
      answer(first, 3);
      assertThat(one.adapters.keySet()).singleElement().asString().endsWith("-1");
      answer(second, 3);
    }
  }

  @Test
  void adapterWithoutEffectIsFoundBeforeTheFirstStep() {
    two.isDeaf = true;
    try (VllmEngine engine = engine()) {
      assertThatThrownBy(() -> engine.at(0))
          .isInstanceOf(StageFailure.class)
          .hasMessageContainingAll("loaded without effect", two.url());
    }
    assertThat(policy.parameters(Group.LORA)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void versionWithoutEffectIsFoundBeforeItAnswers() {
    try (VllmEngine engine = engine()) {
      answer(engine.at(0), 2);
      two.isDeaf = true;
      learn(1);
      assertThatThrownBy(() -> engine.at(1))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("does not answer with the adapter of step 1");
    }
    assertThat(notes).singleElement().asString().contains(one.url(), "within 0.00000");
  }

  @Test
  void serverThatWasStartedAnewGetsItsAdapterAgain() {
    try (VllmEngine engine = engine()) {
      Generator generator = engine.at(0);
      two.startAnew();
      two.away = 2;
      assertThat(answer(generator, 8)).hasSize(8);
      assertThat(two.adapters).hasSize(1);
    }
  }

  @Test
  void serverThatStaysAwayEndsTheStage() {
    try (VllmEngine engine = engine()) {
      Generator generator = engine.at(0);
      one.away = Integer.MAX_VALUE;
      two.away = Integer.MAX_VALUE;
      assertThatThrownBy(() -> answer(generator, 2))
          .isInstanceOf(EngineLost.class)
          .hasMessageContaining("503");
      one.away = 0;
      two.away = 0;
    }
  }

  @Test
  void whatAKilledProcessLeftIsTakenAway() {
    one.adapters.put(RUN + "-00000000-5", new float[4]);
    one.adapters.put("other-00000000-5", new float[4]);
    try (VllmEngine engine = engine()) {
      answer(engine.at(6), 1);
      assertThat(one.adapters).hasSize(2).containsKey("other-00000000-5");
    }
    assertThat(one.adapters.keySet()).containsExactly("other-00000000-5");
  }

  @Test
  void serverThatSendsNoTokenIdsIsRefused() {
    one.sendsIds = false;
    try (VllmEngine engine = engine()) {
      assertThatThrownBy(() -> engine.at(0)).hasMessageContainingAll(one.url(), "0.10.2");
    }
  }

  private VllmEngine engine() {
    var settings =
        new VllmSettings(
            List.of(one.url(), two.url()),
            folder.resolve("served"),
            Path::toString,
            RUN,
            "base",
            new int[] {7, 7},
            new Stops(new int[] {3}, List.of()),
            Duration.ofSeconds(1));
    return new VllmEngine(policy, settings, 1, notes::add, StopSignal.NEVER);
  }

  private void learn(int version) {
    policy.setParameters(Group.LORA, new float[] {version, 0.5f * version, 0, 0});
  }

  private static List<Completion> answer(Generator generator, int count) {
    return generator.generate(requests(count), SAMPLING, done -> {});
  }

  private static List<GenerationRequest> requests(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new GenerationRequest(i, new int[] {7, i}, i))
        .toList();
  }

  private float[] scores(Completion answer) {
    var sequence = new Sequence(answer.promptIds(), answer.ids());
    return policy.score(List.of(sequence), Adapter.ON).logProbs()[0];
  }
}
