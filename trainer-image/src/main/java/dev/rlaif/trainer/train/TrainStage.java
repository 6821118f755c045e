package dev.rlaif.trainer.train;

import static java.util.stream.Collectors.joining;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.plan.PlannedSteps;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.checkpoint.BestValidation;
import dev.rlaif.trainer.checkpoint.CheckpointStore;
import dev.rlaif.trainer.checkpoint.SavedCheckpoint;
import dev.rlaif.trainer.checkpoint.Selection;
import dev.rlaif.trainer.checkpoint.TrainingState;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.OutageWatch;
import dev.rlaif.trainer.judge.RewardTransform;
import dev.rlaif.trainer.learn.Algorithm;
import dev.rlaif.trainer.learn.ReferenceMoments;
import dev.rlaif.trainer.learn.ScorePipeline;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.pair.Preference;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptStream;
import dev.rlaif.trainer.prompt.PromptText;
import dev.rlaif.trainer.rollout.EngineLost;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.PolicyEngine;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.util.List;
import java.util.Optional;

/**
 * Trains the policy step by step, against the judge or on pairs, and writes the adapter. The loop
 * does not know which algorithm learns.
 */
public final class TrainStage {
  private final RunPlan plan;
  private final Workspace workspace;
  private final Trainee trainee;
  private final TrainListener listener;
  private final StopSignal stop;
  private final Optional<Validating> validating;
  private final CheckpointStore checkpoints;

  /**
   * What is trained.
   *
   * @param engine that answers the prompts of training
   * @param baseFingerprint of the frozen base
   */
  public record Trainee(
      Policy policy, PolicyEngine engine, PromptText text, String baseFingerprint) {

    /**
     * Where the trainer's own engine answers.
     *
     * @param generator with the policy's parameters as they are at each call
     */
    public Trainee(Policy policy, Generator generator, PromptText text, String baseFingerprint) {
      this(policy, PolicyEngine.own(generator, policy.tolerance()), text, baseFingerprint);
    }
  }

  /** Without validation: the last step is the result. */
  public TrainStage(
      RunPlan plan, Workspace workspace, Trainee trainee, TrainListener listener, StopSignal stop) {
    this(plan, workspace, trainee, Optional.empty(), listener, stop);
  }

  public TrainStage(
      RunPlan plan,
      Workspace workspace,
      Trainee trainee,
      Optional<Validating> validating,
      TrainListener listener,
      StopSignal stop) {
    this.plan = plan;
    this.workspace = workspace;
    this.trainee = trainee;
    this.validating = validating;
    this.listener = listener;
    this.stop = stop;
    this.checkpoints =
        new CheckpointStore(workspace.checkpoints(), plan.spec().training().checkpoint().keep());
  }

  /**
   * Trains against a judge, from the newest checkpoint where there is one.
   *
   * @return steps done in all
   * @throws StageFailure with exit code 75 if it was interrupted; a checkpoint was written then
   */
  public long run(List<Prompt> prompts, Judge judge) {
    int total = PlannedSteps.over(prompts.size(), plan.spec());
    return run(prompts, judge, new DataOrder<>(prompts, seed()), total);
  }

  /**
   * Trains on prompts that are generated meanwhile.
   *
   * @param first that are there already, with which the stream begins
   * @return steps done in all
   * @throws StageFailure as of prompts that are there; also, after a checkpoint, if no more prompts
   *     can be generated
   */
  public long run(List<Prompt> first, PromptStream stream, Judge judge) {
    int total = PlannedSteps.whileGenerating(plan.spec());
    return run(first, judge, new StreamOrder(stream, seed()), total);
  }

  private long run(List<Prompt> prompts, Judge judge, DataSequence<Prompt> order, int total) {
    if (prompts.isEmpty()) {
      throw StageFailure.wrong(
          workspace.trainPrompts() + " has no prompts: run the prompts stage first");
    }
    String ids = prompts.stream().map(prompt -> prompt.id() + "\n").collect(joining());
    return run(
        new Course<>(
            order,
            total,
            Fingerprint.of(ids),
            resume -> begin(resume, prompts, judge),
            (update, state, behaviour) -> step(update, state, behaviour, judge)));
  }

  /**
   * Trains on preference pairs, from the newest checkpoint where there is one.
   *
   * @return steps done in all
   * @throws StageFailure with exit code 75 if it was interrupted; a checkpoint was written then
   */
  public long run(List<Preference> pairs) {
    if (pairs.isEmpty()) {
      throw StageFailure.wrong(
          workspace.preferencePairs() + " has no pairs: run the pairs stage first");
    }
    return run(
        new Course<>(
            new DataOrder<>(pairs, seed()),
            PlannedSteps.over(pairs.size(), plan.spec()),
            Fingerprint.ofJson(pairs),
            resume -> resume.begin(Optional.empty()),
            (update, state, behaviour) ->
                new PairStep(trainee.policy(), Algorithm.of(plan.algorithm()), update, stop)));
  }

  private <T> long run(Course<T> course) {
    Resume resume = new Resume(plan, trainee, course.fingerprint());
    TrainingState state =
        checkpoints.latest().map(resume::restore).orElseGet(() -> course.begin().apply(resume));
    listener.begins(state.counters().step(), course.total());
    try (TrainingRecord record =
        TrainingRecord.open(
            plan, workspace, state.counters().step(), state.selection().validated())) {
      PolicyUpdate update = resume.update(workspace);
      Step<T> step = course.step().from(update, state, resume.behaviour());
      var saver =
          new StepSaver(
              plan, trainee.policy(), update, step::behaviour, checkpoints, record, listener);
      state =
          new TrainingLoop<>(plan, workspace, course, validating, record, saver, listener)
              .run(state, step);
    }
    choose(state.selection());
    trainee.policy().saveAdapter(workspace.adapter(), plan.spec().model().uri());
    return state.counters().step();
  }

  /** Puts the policy where the best validation found it; without one it stays as it is. */
  private void choose(Selection selection) {
    BestValidation best = selection.best();
    if (best == null) {
      return;
    }
    SavedCheckpoint chosen =
        checkpoints
            .at(best.step())
            .orElseThrow(
                () ->
                    StageFailure.wrong(
                        "the checkpoint of step %d did best in validation, but is not whole in %s: bring it back, or delete that folder to train again"
                            .formatted(best.step(), workspace.checkpoints())));
    trainee.policy().loadAdapter(chosen.adapter());
    listener.chose(best);
  }

  private TrainingState begin(Resume resume, List<Prompt> prompts, Judge judge) {
    boolean normalises = plan.algorithm().score().referenceNormalise();
    List<JudgedRollout> answers =
        baseAnswers(
            prompts, judge, normalises ? ReferenceScores.TO_NORMALISE : ReferenceScores.TO_LOOK_AT);
    RewardTransform transform = transform();
    Optional<ReferenceMoments> reference = Optional.empty();
    if (normalises) {
      reference =
          Optional.of(ReferenceScores.moments(answers, row -> transform.reward(row.judgement())));
    }
    return resume.begin(reference);
  }

  private List<JudgedRollout> baseAnswers(List<Prompt> prompts, Judge judge, int count) {
    listener.measuresReference();
    List<JudgedRollout> answers;
    try {
      answers = ReferenceScores.answers(rollouts(1, judge), prompts, count);
    } catch (Stopped stopped) {
      throw StageFailure.interrupted(
          "stopped before the first step; the same command starts afresh");
    } catch (EngineLost lost) {
      throw TrainFailures.engineLost(lost, "nothing was trained yet");
    } catch (JudgeLost lost) {
      throw TrainFailures.lost(
          plan, lost, "nothing was trained yet; mend the judge, and give the same command");
    }
    double[] scores =
        answers.stream().flatMapToDouble(answer -> answer.judgement().p().stream()).toArray();
    double threshold = plan.spec().evaluation().violationThreshold();
    var base = BaseScores.of(answers.size(), scores, threshold);
    base.write(workspace.baseScores());
    listener.measuredReference(base);
    return answers;
  }

  private Step<Prompt> step(
      PolicyUpdate update, TrainingState state, Optional<float[]> behaviour, Judge judge) {
    boolean isAhead = plan.spec().rollout().maxStaleness() > 0;
    AlgorithmPlan algorithm = plan.algorithm();
    int samples = algorithm.type() == AlgorithmType.PPO ? 1 : algorithm.groupSize();
    return new TrainingStep(
        trainee.policy(),
        rollouts(samples, judge),
        algorithm,
        Algorithm.of(algorithm),
        new ScorePipeline(
            algorithm,
            plan.spec().rollout().maxNewTokens(),
            Optional.ofNullable(state.reference())),
        transform(),
        update,
        new TrainingStep.Ahead(isAhead, isAhead ? behaviour : Optional.empty()));
  }

  private RolloutPhase rollouts(int samplesPerPrompt, Judge judge) {
    var rollout = plan.spec().rollout();
    return new RolloutPhase(
        trainee.engine(),
        trainee.text(),
        judge,
        new Sampling(rollout.temperature(), 1, 0, rollout.minNewTokens(), rollout.maxNewTokens()),
        samplesPerPrompt,
        seed(),
        new OutageWatch(judge, listener::judgeIsDown, listener::judgeIsBack, stop));
  }

  private RewardTransform transform() {
    return new RewardTransform(plan.judge().spec().transform());
  }

  private long seed() {
    return plan.spec().training().seed();
  }
}
