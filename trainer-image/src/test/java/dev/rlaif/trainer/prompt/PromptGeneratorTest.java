package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.chat.ChatFailure;
import dev.rlaif.trainer.chat.ChatReply;
import dev.rlaif.trainer.chat.ChatRequest;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PromptGeneratorTest {
  static final GeneratorRecipe RECIPE =
      new GeneratorRecipe(
          List.of("Soups", "Salads", "Breads"), "You ask.", "A question about:", 0.7, "", "m", 5);

  private final List<Attempt> done = Collections.synchronizedList(new ArrayList<>());
  private final GenerationTally tally = new GenerationTally(RECIPE, List.of());

  private void generate(FakeChat chat, int count, int window) {
    new PromptGenerator(chat, RECIPE, window)
        .generate(IntStream.range(0, count).iterator(), tally, done::add, StopSignal.NEVER);
    tally.requireAtTheEnd();
  }

  @Test
  void asksForATopicDrawnBySeed() {
    Map<String, Integer> asked = new HashMap<>();
    generate(
        FakeChat.saying(
            (request, n) -> {
              assertThat(request.messages().get(0).content()).isEqualTo("You ask.");
              assertThat(request.temperature()).isEqualTo(0.7);
              asked.merge(request.messages().get(1).content(), 1, Integer::sum);
              return FakeChat.ownQuestion(request, n);
            }),
        900,
        8);

    assertThat(done).hasSize(900).allMatch(Attempt::isSettled);
    assertThat(asked.keySet())
        .containsExactlyInAnyOrder(
            "A question about: Soups", "A question about: Salads", "A question about: Breads");
    assertThat(asked.values()).allMatch(times -> times > 240 && times < 360);
    assertThat(done)
        .allSatisfy(
            attempt ->
                assertThat(attempt.settled().topic())
                    .isEqualTo(RECIPE.topic(attempt.settled().number())));
  }

  @Test
  void everyAskHasItsOwnSeedAndTheSameRunTheSameSeeds() {
    List<List<Long>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      var chat =
          FakeChat.saying(
              (request, n) -> n % 4 == 0 ? ChatReply.of("no") : FakeChat.ownQuestion(request, n));
      generate(chat, 40, 4);
      runs.add(chat.requests.stream().map(request -> request.seed().orElseThrow()).toList());
    }

    assertThat(runs.get(0)).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    assertThat(runs.get(1)).isEqualTo(runs.get(0));
  }

  @Test
  void asksAgainUpToABoundAndTheLastTimeWithoutJsonMode() {
    var chat =
        FakeChat.saying(
            (request, n) ->
                n < 4 ? ChatReply.of("Sure! {\"q\"") : FakeChat.ownQuestion(request, n));
    generate(chat, 3, 1);

    // Question 0 uses up its three asks, question 1 needs two.
    assertThat(done).extracting(attempt -> attempt.settled().asked()).containsExactly(3, 2, 1);
    assertThat(done).extracting(attempt -> attempt.settled().malformed()).containsExactly(3, 1, 0);
    assertThat(done.get(0).settled().said()).isEqualTo("Sure! {\"q\"");
    assertThat(chat.requests)
        .extracting(ChatRequest::format)
        .startsWith(
            ChatRequest.Format.JSON_OBJECT,
            ChatRequest.Format.JSON_OBJECT,
            ChatRequest.Format.TEXT,
            ChatRequest.Format.JSON_OBJECT);
  }

  @Test
  void aSlowReplyHoldsUpNoOther() throws InterruptedException {
    var chat = FakeChat.holding(FakeChat::ownQuestion);
    var generating = new Thread(() -> generate(chat, 100, 4));
    generating.start();
    // The first one stays under way while all others come and go.
    for (int n = 1; n < 100; n++) {
      awaitSent(chat, n + 1);
      chat.release(n);
    }
    assertThat(done).hasSize(99);
    assertThat(generating.isAlive()).isTrue();
    chat.release(0);
    generating.join();

    assertThat(done).hasSize(100);
    assertThat(chat.sent()).isEqualTo(100);
  }

  @Test
  void neverMoreUnderWayThanTheWindowIsWide() throws InterruptedException {
    var chat = FakeChat.holding(FakeChat::ownQuestion);
    var generating = new Thread(() -> generate(chat, 20, 3));
    generating.start();
    for (int n = 0; n < 20; n++) {
      awaitSent(chat, Math.min(20, n + 3));
      assertThat(chat.sent()).isLessThanOrEqualTo(n + 3);
      chat.release(n);
    }
    generating.join();
    assertThat(done).hasSize(20);
  }

  private static void awaitSent(FakeChat chat, int count) throws InterruptedException {
    while (chat.sent() < count) {
      Thread.sleep(1);
    }
  }

  @Test
  void waitsForNothingOnceItIsAskedToStop() {
    var stop = new AtomicBoolean();
    var chat = FakeChat.holding(FakeChat::ownQuestion);
    assertThatThrownBy(
            () ->
                new PromptGenerator(chat, RECIPE, 4)
                    .generate(
                        IntStream.range(0, 9).iterator(),
                        tally,
                        done::add,
                        () -> stop.getAndSet(chat.sent() == 4)))
        .isInstanceOf(Stopped.class);
    assertThat(done).isEmpty();
  }

  @Test
  void whatBreaksInAnotherThreadEndsIt() {
    assertThatThrownBy(
            () ->
                new PromptGenerator(FakeChat.saying(FakeChat::ownQuestion), RECIPE, 2)
                    .generate(
                        IntStream.range(0, 9).iterator(),
                        tally,
                        attempt -> {
                          throw StageFailure.wrong("disk full");
                        },
                        StopSignal.NEVER))
        .isInstanceOf(StageFailure.class)
        .hasMessage("disk full");
  }

  @Test
  void givesUpOnAModelThatCannotDoItBeforeAllIsPaidFor() {
    var chat = FakeChat.saying((request, n) -> ChatReply.of("What about soup?"));
    assertThatThrownBy(() -> generate(chat, 10_000, 8))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("of 64 of 64 questions", "What about soup?", "systemPrompt")
        .extracting(e -> ((StageFailure) e).exit().code())
        .isEqualTo(42);
    assertThat(chat.sent()).isEqualTo(3 * 64);
  }

  @Test
  void ofFewQuestionsItIsSaidAtTheEnd() {
    assertThatThrownBy(
            () -> generate(FakeChat.saying((request, n) -> ChatReply.of("Soup!")), 10, 8))
        .hasMessageContaining("of 10 of 10 questions");
  }

  @Test
  void saysThatTheModelRepeatsItselfInsteadOfGoingOn() {
    var chat = FakeChat.saying((request, n) -> FakeChat.question("What can I cook?"));
    assertThatThrownBy(() -> generate(chat, 10_000, 8))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll(
            "repeats itself: 99 of the last 100",
            "What can I cook?",
            "temperature (0.7)",
            "topics (3)",
            "count to 100")
        .extracting(e -> ((StageFailure) e).exit().code())
        .isEqualTo(42);
    assertThat(chat.sent()).isEqualTo(100);
    assertThatThrownBy(
            () ->
                new GenerationTally(RECIPE, settled(20, n -> "What can I cook?")).requireAtTheEnd())
        .hasMessageContaining("19 of the last 20");
  }

  @Test
  void repeatingNowAndThenIsNoRepetition() {
    new GenerationTally(RECIPE, settled(2000, n -> "What is " + (n % 5 == 0 ? n : 0) + "?"))
        .requireAtTheEnd();
  }

  private static List<SettledQuestion> settled(int count, IntFunction<String> text) {
    return IntStream.range(0, count)
        .mapToObj(n -> new SettledQuestion(n, "Soups", text.apply(n), 1, 0, null))
        .toList();
  }

  @Test
  void toleratesFewFailuresOnly() {
    var down = FakeChat.failure(ChatFailure.Kind.HTTP_5XX, "http://x is down");
    generate(
        FakeChat.saying((request, n) -> n < 10 ? down : FakeChat.ownQuestion(request, n)), 40, 8);
    assertThat(done).filteredOn(attempt -> !attempt.isSettled()).hasSize(10);

    assertThatThrownBy(() -> generate(FakeChat.saying((request, n) -> down), 4000, 8))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("http://x is down")
        .extracting(e -> ((StageFailure) e).exit().code())
        .isEqualTo(1);
    assertThat(done).hasSizeLessThan(70);
  }

  @Test
  void whatAModelDeclinesIsAskedForNoMore() {
    var chat =
        FakeChat.saying(
            (request, n) ->
                n == 1
                    ? FakeChat.failure(ChatFailure.Kind.REFUSED, "declined")
                    : FakeChat.ownQuestion(request, n));
    generate(chat, 3, 1);

    assertThat(done).allMatch(Attempt::isSettled);
    assertThat(done.get(1).settled())
        .isEqualTo(new SettledQuestion(1, RECIPE.topic(1), null, 1, 0, "declined"));
  }
}
