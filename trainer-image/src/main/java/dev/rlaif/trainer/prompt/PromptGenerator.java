package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.chat.Chat;
import dev.rlaif.trainer.chat.ChatFailure;
import dev.rlaif.trainer.chat.ChatReply;
import dev.rlaif.trainer.chat.ChatRequest;
import dev.rlaif.trainer.chat.ChatResult;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Has a model write questions, one topic each, so many at once as the window is wide: when one is
 * there the next is asked for, however long others take.
 */
final class PromptGenerator {
  /** How often one question is asked for before it is given up. */
  static final int ASKS = 3;

  private final Chat chat;
  private final GeneratorRecipe recipe;
  private final int window;

  /**
   * @param window questions under way at once
   */
  PromptGenerator(Chat chat, GeneratorRecipe recipe, int window) {
    this.chat = chat;
    this.recipe = recipe;
    this.window = window;
  }

  /**
   * Asks for the questions of these numbers.
   *
   * @param numbers may make the caller wait for the next one
   * @param done takes what came of each question, in any order and by any thread
   * @throws Stopped if it is asked to stop; what is under way then is not waited for
   * @throws dev.rlaif.trainer.stage.StageFailure if the tally says that it makes no sense to go on
   */
  void generate(
      PrimitiveIterator.OfInt numbers,
      GenerationTally tally,
      Consumer<Attempt> done,
      StopSignal stop) {
    var free = new Semaphore(window);
    Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
    while (numbers.hasNext()) {
      int number = numbers.nextInt();
      acquire(free, broken, stop);
      tally.require();
      ask(number, 1, 0)
          .thenAccept(
              attempt -> {
                tally.add(attempt);
                done.accept(attempt);
              })
          .whenComplete(
              (nothing, error) -> {
                if (error != null) {
                  broken.add(error);
                }
                free.release();
              });
    }
    for (int under = 0; under < window; under++) {
      acquire(free, broken, stop);
      tally.require();
    }
    rethrow(broken);
  }

  private static void acquire(Semaphore free, Queue<Throwable> broken, StopSignal stop) {
    try {
      do {
        stop.check();
        rethrow(broken);
      } while (!free.tryAcquire(100, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }

  private static void rethrow(Queue<Throwable> broken) {
    Throwable error = broken.peek();
    if (error == null) {
      return;
    }
    Throwable cause = error.getCause();
    boolean isWrapped = error instanceof CompletionException && cause != null;
    if ((isWrapped ? cause : error) instanceof RuntimeException failure) {
      throw failure;
    }
    throw new CompletionException(isWrapped ? cause : error);
  }

  private CompletableFuture<Attempt> ask(int number, int asked, int malformed) {
    return chat.send(request(number, asked))
        .thenCompose(result -> next(number, asked, malformed, result));
  }

  private ChatRequest request(int number, int asked) {
    ChatRequest request = recipe.request(number, asked);
    // JSON modes have bugs of their own (endless space, empty objects): the last ask does without.
    return asked < ASKS ? request.withFormat(ChatRequest.Format.JSON_OBJECT) : request;
  }

  private CompletableFuture<Attempt> next(int number, int asked, int malformed, ChatResult result) {
    String topic = recipe.topic(number);
    if (result instanceof ChatFailure failure) {
      return CompletableFuture.completedFuture(
          Attempt.failed(number, topic, asked, malformed, failure));
    }
    String reply = ((ChatReply) result).text();
    Optional<String> question = GeneratedQuestion.in(reply);
    if (question.isEmpty() && asked < ASKS) {
      return ask(number, asked + 1, malformed + 1);
    }
    return CompletableFuture.completedFuture(
        question
            .map(found -> Attempt.found(number, topic, asked, malformed, found))
            .orElseGet(() -> Attempt.malformed(number, topic, asked, malformed + 1, reply)));
  }
}
