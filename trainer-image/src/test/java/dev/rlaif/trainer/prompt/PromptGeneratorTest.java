package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.trainer.chat.Chat;
import dev.rlaif.trainer.chat.ChatFailure;
import dev.rlaif.trainer.chat.ChatReply;
import dev.rlaif.trainer.chat.ChatRequest;
import dev.rlaif.trainer.chat.ChatResult;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptGeneratorTest {

  /** Replies by request and number of the request. */
  private record Fake(BiFunction<ChatRequest, Integer, ChatResult> said, AtomicInteger count)
      implements Chat {
    @Override
    public CompletableFuture<ChatResult> send(ChatRequest request) {
      return CompletableFuture.completedFuture(said.apply(request, count.getAndIncrement()));
    }

    @Override
    public void close() {}
  }

  private static PromptGenerator.Result generate(
      int count, BiFunction<ChatRequest, Integer, ChatResult> said) throws JsonProcessingException {
    return new PromptGenerator(new Fake(said, new AtomicInteger()), spec(count), 5)
        .generate(PromptGenerator.Result.NONE, (done, of) -> {}, result -> {}, StopSignal.NEVER);
  }

  private static GeneratedPrompts spec(int count) throws JsonProcessingException {
    return new ObjectMapper(new YAMLFactory())
        .readValue(
            "{topics: [Soups, Salads, Breads], systemPrompt: You ask., count: " + count + "}",
            GeneratedPrompts.class);
  }

  @Test
  void asksForATopicDrawnBySeed() throws JsonProcessingException {
    Map<String, Integer> asked = new HashMap<>();
    var result =
        generate(
            900,
            (request, n) -> {
              assertThat(request.messages().get(0).content()).isEqualTo("You ask.");
              assertThat(request.temperature()).isEqualTo(1);
              String user = request.messages().get(1).content();
              asked.merge(user, 1, Integer::sum);
              return ChatReply.of("{\"question\": \"" + user + n + "\"}");
            });

    assertThat(result.questions()).hasSize(900).doesNotHaveDuplicates();
    assertThat(result.asked()).isEqualTo(900);
    assertThat(asked.keySet())
        .containsExactlyInAnyOrder(
            "Give me a question related to the following topic: Soups",
            "Give me a question related to the following topic: Salads",
            "Give me a question related to the following topic: Breads");
    assertThat(asked.values()).allMatch(times -> times > 240 && times < 360);
  }

  @Test
  void everyAttemptHasItsOwnSeedAndTheSameRunTheSameSeeds() throws JsonProcessingException {
    List<Long> first = new ArrayList<>();
    List<Long> second = new ArrayList<>();
    for (List<Long> seeds : List.of(first, second)) {
      generate(
          40,
          (request, n) -> {
            seeds.add(request.seed().orElseThrow());
            return ChatReply.of(n % 4 == 0 ? "no" : "{\"question\": \"a\"}");
          });
    }

    assertThat(first).doesNotHaveDuplicates().isEqualTo(second);
  }

  @Test
  void countsMalformedRepliesAndAsksAgainUpToABound() throws JsonProcessingException {
    var result =
        generate(3, (request, n) -> ChatReply.of(n < 4 ? "Sure! {\"q\"" : "{\"question\": \"a\"}"));

    // Question one uses up its three asks, question two needs two.
    assertThat(result).isEqualTo(new PromptGenerator.Result(List.of("a", "a"), 3, 6, 4, 0));
  }

  @Test
  void goesOnWhereItWasStoppedAndGetsTheSameQuestions() throws JsonProcessingException {
    BiFunction<ChatRequest, Integer, ChatResult> ask =
        (request, n) -> ChatReply.of("{\"question\": \"" + request.seed().orElseThrow() + "\"}");
    var whole = generate(900, ask);
    var answered = new AtomicInteger();
    List<PromptGenerator.Result> kept = new ArrayList<>();
    var chat = new HalfDeaf(request -> ask.apply(request, 0), answered, 700);
    var generator = new PromptGenerator(chat, spec(900), 5);
    assertThatThrownBy(
            () ->
                generator.generate(
                    PromptGenerator.Result.NONE,
                    (done, of) -> {},
                    kept::add,
                    () -> answered.get() >= 700))
        .isInstanceOf(Stopped.class);
    PromptGenerator.Result before = kept.get(kept.size() - 1);
    assertThat(before.done()).isEqualTo(700);

    var asked = new AtomicInteger();
    var resumed =
        new PromptGenerator(new Fake(ask, asked), spec(900), 5)
            .generate(before, (done, of) -> {}, result -> {}, StopSignal.NEVER);
    assertThat(resumed).isEqualTo(whole);
    assertThat(asked).hasValue(200);
  }

  /** Answers some requests and then none any more. */
  private record HalfDeaf(Function<ChatRequest, ChatResult> said, AtomicInteger answered, int limit)
      implements Chat {
    @Override
    public CompletableFuture<ChatResult> send(ChatRequest request) {
      return answered.get() < limit && answered.incrementAndGet() <= limit
          ? CompletableFuture.completedFuture(said.apply(request))
          : new CompletableFuture<>();
    }

    @Override
    public void close() {}
  }

  @Test
  void givesUpOnAModelThatCannotDoIt() {
    assertThatThrownBy(() -> generate(10, (request, n) -> ChatReply.of("What about soup?")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("10 of 10 replies", "What about soup?", "systemPrompt")
        .extracting(e -> ((StageFailure) e).exit().code())
        .isEqualTo(42);
  }

  @Test
  void toleratesFewFailuresOnly() throws JsonProcessingException {
    var failure = new ChatFailure(ChatFailure.Kind.HTTP_5XX, 503, "down", 6, Duration.ZERO);

    assertThat(generate(40, (r, n) -> n < 10 ? failure : ChatReply.of("{\"question\": \"a\"}")))
        .returns(10, PromptGenerator.Result::failed)
        .satisfies(result -> assertThat(result.questions()).hasSize(30));
    assertThatThrownBy(() -> generate(40, (request, n) -> failure))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("down")
        .extracting(e -> ((StageFailure) e).exit().code())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"question\": \" Soup? \"}|Soup?",
        "Sure:\\n```json\\n{\"question\": \"Soup?\"}\\n```|Soup?",
        "{not this} {\"question\": \"So {hot}?\", \"n\": 1} {\"question\": \"no\"}|So {hot}?",
        "<think>{\"question\": \"no\"}</think>{\"question\": \"yes\"}|yes",
      })
  void findsTheFirstObject(String reply, String question) {
    assertThat(GeneratedQuestion.in(reply.replace("\\n", "\n"))).contains(question);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Soup?",
        "{\"question\": \"\"}",
        "{\"question\": 3}",
        "{\"q\": \"a\"}",
        "{\"question\": \"a",
        "[1]",
        "{\"a\": 1} {\"question\": \"late\"}",
        "{{{{"
      })
  void callsTheRestMalformed(String reply) {
    assertThat(GeneratedQuestion.in(reply)).isEmpty();
  }
}
