package dev.rlaif.trainer.train;

import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The answers of a step while they are generated and judged. One thread generates, one waits; these
 * may be the same.
 */
final class PendingAnswers {
  private final long version;
  private final List<Prompt> prompts;
  private final int samplesPerPrompt;
  private final StopSignal stop;
  private final Map<Integer, Judging> judging = new ConcurrentHashMap<>();
  private final CompletableFuture<List<Completion>> generation = new CompletableFuture<>();
  private final long begunNanos = System.nanoTime();
  private volatile long generatedNanos;

  private record Judging(String text, CompletableFuture<Judgement> judgement) {}

  /**
   * @param version updates that the policy that answers has seen
   */
  PendingAnswers(long version, List<Prompt> prompts, int samplesPerPrompt, StopSignal stop) {
    this.version = version;
    this.prompts = List.copyOf(prompts);
    this.samplesPerPrompt = samplesPerPrompt;
    this.stop = stop;
  }

  long version() {
    return version;
  }

  Prompt prompt(Completion completion) {
    return prompts.get(completion.index() / samplesPerPrompt);
  }

  /** An answer is complete, and before the judge. */
  void add(Completion completion, String text, CompletableFuture<Judgement> judgement) {
    judging.put(completion.index(), new Judging(text, judgement));
  }

  /** Generates on the calling thread; what goes wrong is heard by whoever waits. */
  void generate(Supplier<List<Completion>> generator) {
    try {
      List<Completion> completions = generator.get();
      generatedNanos = System.nanoTime();
      generation.complete(completions);
    } catch (RuntimeException | Error failed) {
      generation.completeExceptionally(failed);
    }
  }

  /** Waits for the last answer, whatever the judge says to it. */
  List<Completion> generated() {
    try {
      return stop.await(generation);
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw failed.getCause() instanceof RuntimeException known ? known : failed;
    }
  }

  /** Prompts and answers in order of prompt and sample. */
  List<Sequence> sequences() {
    return generated().stream()
        .map(completion -> new Sequence(completion.promptIds(), completion.ids()))
        .toList();
  }

  /** From the start to the last token, of answers that are {@link #generated}. */
  double generationSeconds() {
    return (generatedNanos - begunNanos) / 1e9;
  }

  /**
   * Waits for the last score.
   *
   * @return answers in order of prompt and sample
   * @throws JudgeLost if the judge was down for too long
   */
  List<JudgedRollout> judged() {
    List<JudgedRollout> rollouts = new ArrayList<>();
    for (Completion completion : generated()) {
      int index = completion.index();
      Judging of = judging.get(index);
      if (of == null) {
        throw new IllegalStateException("answer " + index + " was generated but never finished");
      }
      rollouts.add(
          new JudgedRollout(
              prompt(completion),
              index / samplesPerPrompt,
              index % samplesPerPrompt,
              completion,
              of.text,
              scored(stop.await(of.judgement))));
    }
    return List.copyOf(rollouts);
  }

  /** A judge that is down would leave the whole step without scores: that is no step. */
  private static Judgement scored(Judgement judgement) {
    if (judgement.status() == JudgementStatus.CIRCUIT_OPEN) {
      throw new JudgeLost(judgement.raw());
    }
    return judgement;
  }
}
