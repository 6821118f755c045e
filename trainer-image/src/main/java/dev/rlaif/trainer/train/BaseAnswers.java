package dev.rlaif.trainer.train;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.lora.LogProbTolerance;
import dev.rlaif.trainer.pair.AnswerGroup;
import dev.rlaif.trainer.pair.PairsStage;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptText;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.PolicyEngine;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.ArrayList;
import java.util.List;

/** Answers of the base model with the judge's word on them, as many to a prompt as make a pair. */
public final class BaseAnswers implements PairsStage.Answering {
  /** Before the first training step. */
  private static final int STEP = 0;

  private final RunPlan plan;
  private final Judge judge;
  private final RolloutPhase rollouts;
  private final JudgeErrors errors;

  /**
   * @param base generates with the adapter off
   * @param judge closed with this
   * @param answered called as soon as an answer is complete
   */
  public BaseAnswers(
      RunPlan plan,
      Generator base,
      PromptText text,
      Judge judge,
      Runnable answered,
      StopSignal stop) {
    this.plan = plan;
    this.judge = judge;
    this.rollouts =
        new RolloutPhase(
            PolicyEngine.own(
                (requests, sampling, finished) ->
                    base.generate(
                        requests,
                        sampling,
                        completion -> {
                          finished.accept(completion);
                          answered.run();
                        }),
                LogProbTolerance.FLOAT32),
            text,
            judge,
            sampling(plan),
            plan.algorithm().groupSize(),
            plan.spec().training().seed(),
            stop);
    this.errors = new JudgeErrors(plan.spec().training().maxJudgeErrorRate());
  }

  /** How the base is sampled; filters do no harm where log-probabilities are taken afresh. */
  public static Sampling sampling(RunPlan plan) {
    var rollout = plan.spec().rollout();
    return new Sampling(
        rollout.temperature(),
        rollout.topP(),
        rollout.topK(),
        rollout.minNewTokens(),
        rollout.maxNewTokens());
  }

  /**
   * Answers and judges.
   *
   * @throws StageFailure to be tried again if too many of the newest scores are missing
   */
  @Override
  public List<AnswerGroup> answer(List<Prompt> prompts) {
    List<JudgedRollout> answers;
    try {
      answers = rollouts.run(STEP, 0, prompts);
    } catch (JudgeLost lost) {
      throw unscored("was lost: " + lost.why());
    }
    answers.forEach(answer -> errors.add(answer.judgement().p().isEmpty()));
    if (errors.areTooMany()) {
      throw unscored(
          "gave no score for %s, more than spec.training.maxJudgeErrorRate %s allows"
              .formatted(errors, plan.spec().training().maxJudgeErrorRate()));
    }
    return groups(answers, answers.size() / prompts.size());
  }

  @Override
  public void close() {
    judge.close();
  }

  private StageFailure unscored(String what) {
    return new StageFailure(
            StageFailure.Exit.ENVIRONMENT,
            "the judge %s %s; mend the judge, and the same command goes on after the answers that are kept"
                .formatted(plan.judge().name(), what))
        .because(Reason.JUDGE_UNAVAILABLE);
  }

  private static List<AnswerGroup> groups(List<JudgedRollout> answers, int each) {
    List<AnswerGroup> groups = new ArrayList<>();
    for (List<JudgedRollout> group : Batches.split(answers, each)) {
      JudgedRollout first = group.get(0);
      groups.add(
          new AnswerGroup(
              first.prompt().id(),
              first.prompt().question(),
              first.completion().promptIds(),
              group.stream().map(BaseAnswers::judged).toList()));
    }
    return groups;
  }

  private static AnswerGroup.Judged judged(JudgedRollout answer) {
    var p = answer.judgement().p();
    return new AnswerGroup.Judged(
        answer.text(),
        answer.completion().ids(),
        answer.completion().finish(),
        answer.judgement().status(),
        p.isPresent() ? p.getAsDouble() : null,
        answer.judgement().raw());
  }
}
