package dev.rlaif.trainer.run;

import dev.rlaif.trainer.chat.Chat;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.chat.ChatReply;
import dev.rlaif.trainer.chat.ChatRequest;
import dev.rlaif.trainer.chat.ChatResult;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * Conversations with a model of this process. Whatever waits when the engine is free is answered
 * together; a reply depends on its conversation and its seed alone.
 */
final class ModelChat implements Chat {
  private final Function<List<ChatMessage>, int[]> encode;
  private final Function<int[], String> decode;
  private final Generator generator;
  private final LinkedBlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
  private final Thread engine;
  private volatile boolean closed;

  private record Waiting(ChatRequest request, CompletableFuture<ChatResult> reply) {
    Sampling sampling() {
      return Sampling.temperature(request.temperature(), request.maxTokens());
    }
  }

  /**
   * @param encode a conversation up to where the reply begins: [P]
   * @param generator made with a signal that ends it at the next token
   */
  ModelChat(
      Function<List<ChatMessage>, int[]> encode,
      Function<int[], String> decode,
      Function<StopSignal, Generator> generator) {
    this.encode = encode;
    this.decode = decode;
    this.generator = generator.apply(() -> closed);
    engine = new Thread(this::answer, "model-chat");
    engine.setDaemon(true);
    engine.start();
  }

  @Override
  public CompletableFuture<ChatResult> send(ChatRequest request) {
    if (closed) {
      return CompletableFuture.failedFuture(new Stopped());
    }
    var one = new Waiting(request, new CompletableFuture<>());
    waiting.add(one);
    return one.reply;
  }

  private void answer() {
    List<Waiting> batch = new ArrayList<>();
    Throwable why = new Stopped();
    try {
      while (!closed) {
        batch.add(waiting.take());
        waiting.drainTo(batch);
        Waiting first = batch.get(0);
        List<Waiting> now = batch.stream().filter(one -> alike(one, first)).toList();
        batch.stream().filter(one -> !alike(one, first)).forEach(waiting::add);
        answer(now);
        batch.clear();
      }
    } catch (InterruptedException closedWhileIdle) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error failed) {
      why = failed;
    }
    closed = true;
    fail(batch, why);
  }

  private static boolean alike(Waiting a, Waiting b) {
    return a.sampling().equals(b.sampling());
  }

  private void answer(List<Waiting> batch) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      ChatRequest request = batch.get(i).request;
      long seed = request.seed().orElse(i);
      requests.add(new GenerationRequest(i, encode.apply(request.messages()), seed));
    }
    generator.generate(
        requests, batch.get(0).sampling(), answer -> reply(batch.get(answer.index()), answer));
  }

  private void reply(Waiting asked, Completion answer) {
    asked.reply.complete(ChatReply.of(decode.apply(answer.ids())));
  }

  /** The engine failed, or was ended: so do all who wait. */
  private void fail(List<Waiting> batch, Throwable why) {
    waiting.drainTo(batch);
    batch.forEach(one -> one.reply.completeExceptionally(why));
  }

  @Override
  public void close() {
    closed = true;
    engine.interrupt();
    try {
      engine.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
