package dev.rlaif.trainer.train;

import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptText;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Answers to the prompts of a step. Each answer goes to the judge as soon as it is finished, while
 * others are still generated.
 */
final class RolloutPhase {
  private final Generator generator;
  private final PromptText text;
  private final Judge judge;
  private final Sampling sampling;
  private final int samplesPerPrompt;
  private final long seed;
  private final StopSignal stop;

  RolloutPhase(
      Generator generator,
      PromptText text,
      Judge judge,
      Sampling sampling,
      int samplesPerPrompt,
      long seed,
      StopSignal stop) {
    this.generator = generator;
    this.text = text;
    this.judge = judge;
    this.sampling = sampling;
    this.samplesPerPrompt = samplesPerPrompt;
    this.seed = seed;
    this.stop = stop;
  }

  /**
   * All answers of a step, in order of prompt and sample.
   *
   * @param rolloutSeconds until the last token
   * @param judgeWaitSeconds after it, until the last score: what judging did not overlap
   */
  record Answers(List<JudgedRollout> rollouts, double rolloutSeconds, double judgeWaitSeconds) {}

  /**
   * Answers and judges.
   *
   * @throws JudgeLost if the judge was down for too long
   * @throws dev.rlaif.trainer.stage.Stopped if the stage is asked to stop; nothing was learned from
   *     the answers yet
   */
  Answers run(long step, List<Prompt> prompts) {
    long start = System.nanoTime();
    List<GenerationRequest> requests = requests(step, prompts);
    Map<Integer, CompletableFuture<Judgement>> judgements = new HashMap<>();
    Map<Integer, String> texts = new HashMap<>();
    List<Completion> completions =
        generator.generate(
            requests,
            sampling,
            completion -> {
              stop.check();
              int index = completion.index();
              String answer = text.decode(completion.ids());
              boolean ended = completion.finish() == FinishReason.STOP;
              Prompt prompt = prompts.get(index / samplesPerPrompt);
              texts.put(index, answer);
              judgements.put(index, judge.judge(new Answer(prompt.question(), answer, ended)));
            });
    long generated = System.nanoTime();
    List<JudgedRollout> rollouts = new ArrayList<>(completions.size());
    for (Completion completion : completions) {
      int index = completion.index();
      int group = index / samplesPerPrompt;
      rollouts.add(
          new JudgedRollout(
              prompts.get(group),
              group,
              index % samplesPerPrompt,
              completion,
              given(texts, index),
              scored(stop.await(given(judgements, index)))));
    }
    return new Answers(
        List.copyOf(rollouts), seconds(start, generated), seconds(generated, System.nanoTime()));
  }

  /** A judge that is down would leave the whole step without scores: that is no step. */
  private static Judgement scored(Judgement judgement) {
    if (judgement.status() == JudgementStatus.CIRCUIT_OPEN) {
      throw new JudgeLost(judgement.raw());
    }
    return judgement;
  }

  private List<GenerationRequest> requests(long step, List<Prompt> prompts) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int group = 0; group < prompts.size(); group++) {
      Prompt prompt = prompts.get(group);
      int[] ids = text.encode(prompt);
      for (int sample = 0; sample < samplesPerPrompt; sample++) {
        requests.add(
            new GenerationRequest(
                group * samplesPerPrompt + sample,
                ids,
                RolloutSeed.of(seed, step, prompt.id(), sample)));
      }
    }
    return requests;
  }

  private static <T> T given(Map<Integer, T> byIndex, int index) {
    T value = byIndex.get(index);
    if (value == null) {
      throw new IllegalStateException("answer " + index + " was generated but never finished");
    }
    return value;
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
