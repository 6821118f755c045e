package dev.rlaif.trainer.train;

import dev.rlaif.trainer.judge.Answer;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptText;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.PolicyEngine;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Answers to the prompts of a step. Each answer goes to the judge as soon as it is finished, while
 * others are still generated.
 */
final class RolloutPhase {
  private final PolicyEngine engine;
  private final PromptText text;
  private final Judge judge;
  private final Sampling sampling;
  private final int samplesPerPrompt;
  private final long seed;
  private final StopSignal stop;

  RolloutPhase(
      PolicyEngine engine,
      PromptText text,
      Judge judge,
      Sampling sampling,
      int samplesPerPrompt,
      long seed,
      StopSignal stop) {
    this.engine = engine;
    this.text = text;
    this.judge = judge;
    this.sampling = sampling;
    this.samplesPerPrompt = samplesPerPrompt;
    this.seed = seed;
    this.stop = stop;
  }

  PolicyEngine engine() {
    return engine;
  }

  /** The token that ends the first fault of an answer, if the judge pointed at one. */
  OptionalInt faultToken(JudgedRollout answer) {
    OptionalInt end = answer.judgement().faultEnd();
    return end.isEmpty()
        ? end
        : OptionalInt.of(FaultToken.of(answer.completion().ids(), end.getAsInt(), text::decode));
  }

  /**
   * Answers and judges.
   *
   * @throws JudgeLost if the judge was down for too long
   * @throws dev.rlaif.trainer.stage.Stopped if the stage is asked to stop; nothing was learned from
   *     the answers yet
   */
  List<JudgedRollout> run(long step, long version, List<Prompt> prompts) {
    return begin(step, version, prompts).judged();
  }

  /**
   * Begins with a batch. The trainer's own engine has generated it when this returns; another goes
   * on meanwhile.
   *
   * @param version updates that the policy has seen
   */
  PendingAnswers begin(long step, long version, List<Prompt> prompts) {
    PendingAnswers pending = new PendingAnswers(version, prompts, samplesPerPrompt, stop);
    Generator generator = engine.at(version);
    List<GenerationRequest> requests = requests(step, prompts);
    Runnable work =
        () ->
            pending.generate(
                () -> generator.generate(requests, sampling, answer -> finished(pending, answer)));
    if (engine.isApart()) {
      Thread thread = new Thread(work, "answers-of-step-" + step);
      thread.setDaemon(true);
      thread.start();
    } else {
      work.run();
      pending.generated();
    }
    return pending;
  }

  private void finished(PendingAnswers pending, Completion completion) {
    if (!engine.isApart()) {
      stop.check();
    }
    String answer = text.decode(completion.ids());
    boolean ended = completion.finish() == FinishReason.STOP;
    String question = pending.prompt(completion).question();
    pending.add(completion, answer, judge.judge(new Answer(question, answer, ended)));
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
}
