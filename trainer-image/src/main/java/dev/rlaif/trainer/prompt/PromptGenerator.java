package dev.rlaif.trainer.prompt;

import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.trainer.chat.Chat;
import dev.rlaif.trainer.chat.ChatFailure;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.chat.ChatReply;
import dev.rlaif.trainer.chat.ChatRequest;
import dev.rlaif.trainer.chat.ChatResult;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Has a model write questions, one topic each. */
final class PromptGenerator {
  /** How often one question is asked for before it is given up. */
  static final int ASKS = 3;

  private static final int MAX_TOKENS = 256;
  private static final int BATCH = 512;

  /** Failures that may happen in a run of any size, beside one in twenty. */
  private static final int TOLERATED_FAILURES = 10;

  private static final int QUOTED_LENGTH = 200;

  /**
   * What came of it; the first questions of a recipe are the same however many follow.
   *
   * @param done questions that were asked for, in the order of their numbers
   * @param asked replies that were asked for
   * @param malformed replies without a question
   * @param failed questions that were given up because the server did not answer
   */
  record Result(List<String> questions, int done, int asked, int malformed, int failed) {
    static final Result NONE = new Result(List.of(), 0, 0, 0, 0);

    private Result with(List<Attempt> attempts) {
      List<String> all = new ArrayList<>(questions);
      attempts.forEach(attempt -> attempt.question.ifPresent(all::add));
      return new Result(
          List.copyOf(all),
          done + attempts.size(),
          asked + attempts.stream().mapToInt(Attempt::asked).sum(),
          malformed + attempts.stream().mapToInt(Attempt::malformed).sum(),
          failed + (int) attempts.stream().filter(attempt -> attempt.failure.isPresent()).count());
    }
  }

  private record Attempt(
      Optional<String> question,
      int asked,
      int malformed,
      Optional<ChatFailure> failure,
      String reply) {}

  private final Chat chat;
  private final GeneratedPrompts spec;
  private final long seed;

  PromptGenerator(Chat chat, GeneratedPrompts spec, long seed) {
    this.chat = chat;
    this.spec = spec;
    this.seed = seed;
  }

  /**
   * Asks for the questions that are not there yet.
   *
   * @param before what an earlier process had
   * @param keep takes what there is, after every batch and when the stage is asked to stop
   * @throws Stopped if it is asked to stop
   */
  Result generate(Result before, PromptProgress progress, Consumer<Result> keep, StopSignal stop) {
    List<Attempt> attempts = new ArrayList<>();
    for (int start = before.done; start < spec.count(); start += BATCH) {
      int end = Math.min(spec.count(), start + BATCH);
      List<CompletableFuture<Attempt>> asked =
          IntStream.range(start, end).mapToObj(i -> ask(i, 1, 0)).toList();
      try {
        asked.forEach(attempt -> attempts.add(stop.await(attempt)));
      } catch (Stopped stopped) {
        keep.accept(before.with(attempts));
        throw stopped;
      }
      requireService(attempts);
      requireQuestions(attempts);
      keep.accept(before.with(attempts));
      progress.done(end, spec.count());
    }
    return before.with(attempts);
  }

  private CompletableFuture<Attempt> ask(int number, int asked, int malformed) {
    return chat.send(request(number, asked))
        .thenCompose(result -> next(number, asked, malformed, result));
  }

  private CompletableFuture<Attempt> next(int number, int asked, int malformed, ChatResult result) {
    if (result instanceof ChatFailure failure) {
      return CompletableFuture.completedFuture(
          new Attempt(Optional.empty(), asked, malformed, Optional.of(failure), ""));
    }
    String reply = ((ChatReply) result).text();
    Optional<String> question = GeneratedQuestion.in(reply);
    int wrong = question.isPresent() ? malformed : malformed + 1;
    return question.isPresent() || asked == ASKS
        ? CompletableFuture.completedFuture(
            new Attempt(question, asked, wrong, Optional.empty(), reply))
        : ask(number, asked + 1, wrong);
  }

  /** Topic and seed follow from the number alone, whatever order the replies come in. */
  private ChatRequest request(int number, int asked) {
    var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    String topic = spec.topics().get(random.nextInt(spec.topics().size()));
    int requestSeed = new SplittableRandom(random.nextLong() + asked).nextInt(Integer.MAX_VALUE);
    return ChatRequest.text(
            List.of(
                ChatMessage.system(spec.systemPrompt()),
                ChatMessage.user(spec.questionStart() + " " + topic)),
            spec.temperature(),
            MAX_TOKENS)
        .withSeed(requestSeed);
  }

  private void requireService(List<Attempt> attempts) {
    List<ChatFailure> failures = attempts.stream().flatMap(a -> a.failure.stream()).toList();
    if (failures.size() > TOLERATED_FAILURES + attempts.size() / 20) {
      ChatFailure last = failures.get(failures.size() - 1);
      throw new StageFailure(
          StageFailure.Exit.ENVIRONMENT,
          failures.size()
              + " of "
              + attempts.size()
              + " questions could not be had, the last: "
              + last.message()
              + "; try again when the server is well");
    }
  }

  private static void requireQuestions(List<Attempt> attempts) {
    List<String> wrong =
        attempts.stream()
            .filter(a -> a.question.isEmpty() && a.failure.isEmpty())
            .map(Attempt::reply)
            .toList();
    if (2 * wrong.size() > attempts.size()) {
      String reply = wrong.get(0).strip();
      throw StageFailure.wrong(
          "spec.prompts.generate: "
              + wrong.size()
              + " of "
              + attempts.size()
              + " replies hold no {\"question\": \"…\"}, such as: "
              + reply.substring(0, Math.min(QUOTED_LENGTH, reply.length()))
              + "; show the model an example in systemPrompt, or take a larger model");
    }
  }
}
