package dev.rlaif.trainer.train;

import static java.util.stream.Collectors.joining;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.PlannedSteps;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.checkpoint.Checkpoint;
import dev.rlaif.trainer.checkpoint.CheckpointStore;
import dev.rlaif.trainer.checkpoint.TrainingState;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.OutageWatch;
import dev.rlaif.trainer.judge.RewardTransform;
import dev.rlaif.trainer.learn.AdamW;
import dev.rlaif.trainer.learn.Algorithm;
import dev.rlaif.trainer.learn.KlBudget;
import dev.rlaif.trainer.learn.KlController;
import dev.rlaif.trainer.learn.ReferenceMoments;
import dev.rlaif.trainer.learn.ScorePipeline;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.pair.Preference;
import dev.rlaif.trainer.parallel.RankLost;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptStream;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

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
  private final CheckpointStore checkpoints;

  /**
   * What is trained.
   *
   * @param generator of answers with the policy's parameters as they are at each call
   * @param baseFingerprint of the frozen base
   */
  public record Trainee(
      Policy policy, Generator generator, PolicyText text, String baseFingerprint) {}

  public TrainStage(
      RunPlan plan, Workspace workspace, Trainee trainee, TrainListener listener, StopSignal stop) {
    this.plan = plan;
    this.workspace = workspace;
    this.trainee = trainee;
    this.listener = listener;
    this.stop = stop;
    this.checkpoints =
        new CheckpointStore(workspace.checkpoints(), plan.spec().training().checkpoint().keep());
  }

  /**
   * What is learned from, how long, and how one step of it is done.
   *
   * @param total steps
   * @param fingerprint of the data
   * @param begin gives the state before the first step
   */
  private record Course<T>(
      DataSequence<T> data,
      int total,
      String fingerprint,
      Function<Resume, TrainingState> begin,
      BiFunction<PolicyUpdate, TrainingState, Step<T>> step) {}

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
            (update, state) -> step(update, state, judge)));
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
            resume -> resume.begin(PlanJson.write(plan), Optional.empty()),
            (update, state) ->
                new PairStep(trainee.policy(), Algorithm.of(plan.algorithm()), update, stop)));
  }

  private <T> long run(Course<T> course) {
    int total = course.total;
    Resume resume = new Resume(plan, trainee, course.fingerprint);
    TrainingState state =
        checkpoints.latest().map(resume::restore).orElseGet(() -> course.begin.apply(resume));
    PolicyUpdate update = resume.update(workspace);
    Step<T> step = course.step.apply(update, state);
    JudgeErrors errors = new JudgeErrors(plan.spec().training().maxJudgeErrorRate());
    listener.begins(state.counters().step(), total);
    long lastSave = System.nanoTime();
    try (TrainingRecord record = TrainingRecord.open(plan, workspace, state.counters().step())) {
      while (state.counters().step() < total && !budget(state).isSpent()) {
        long number = state.counters().step() + 1;
        var taken = taken(course.data, state, update);
        var carry = new TrainingStep.Carry(kl(state), state.runningMoments());
        var result = step.run(number, taken.data(), carry);
        record.step(number, result);
        state = Resume.after(state, taken, result, budget(state));
        listener.stepped(StepMetrics.of(number).with(result.metrics()), total);
        result.rows().forEach(row -> errors.add(row.score().isEmpty()));
        if (number == total || errors.areTooMany() || isDue(number, lastSave)) {
          save(state, update);
          lastSave = System.nanoTime();
        }
        if (errors.areTooMany()) {
          throw unscored(errors);
        }
      }
    } catch (Stopped stopped) {
      save(state, update);
      throw interrupted(state.counters().step(), total);
    } catch (RankLost lost) {
      throw lost(lost, state, update);
    } catch (JudgeLost lost) {
      save(state, update);
      throw lost(
          lost,
          "a checkpoint of step %d was written; mend the judge, and the same command goes on from it"
              .formatted(state.counters().step()));
    }
    trainee.policy().saveAdapter(workspace.adapter(), plan.spec().model().uri());
    return state.counters().step();
  }

  /** The data of the next step; if there is none to be had, training goes on from here. */
  private <T> DataOrder.Taken<T> taken(
      DataSequence<T> order, TrainingState state, PolicyUpdate update) {
    try {
      return order.take(state.cursor(), plan.spec().rollout().batchSize());
    } catch (StageFailure noData) {
      save(state, update);
      throw noData;
    }
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
    return resume.begin(PlanJson.write(plan), reference);
  }

  private List<JudgedRollout> baseAnswers(List<Prompt> prompts, Judge judge, int count) {
    listener.measuresReference();
    List<JudgedRollout> answers;
    try {
      answers = ReferenceScores.answers(rollouts(1, judge), prompts, count);
    } catch (Stopped stopped) {
      throw StageFailure.interrupted(
          "stopped before the first step; the same command starts afresh");
    } catch (JudgeLost lost) {
      throw lost(lost, "nothing was trained yet; mend the judge, and give the same command");
    }
    double[] scores =
        answers.stream().flatMapToDouble(answer -> answer.judgement().p().stream()).toArray();
    double threshold = plan.spec().evaluation().violationThreshold();
    var base = BaseScores.of(answers.size(), scores, threshold);
    base.write(workspace.baseScores());
    listener.measuredReference(base);
    return answers;
  }

  private Step<Prompt> step(PolicyUpdate update, TrainingState state, Judge judge) {
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
        update);
  }

  private RolloutPhase rollouts(int samplesPerPrompt, Judge judge) {
    var rollout = plan.spec().rollout();
    return new RolloutPhase(
        trainee.generator(),
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

  private KlController kl(TrainingState state) {
    return new KlController(plan.algorithm().kl(), state.klCoefficient());
  }

  private KlBudget budget(TrainingState state) {
    return new KlBudget(plan.algorithm().klBudget(), state.klBudgetStreak());
  }

  private boolean isDue(long step, long lastSave) {
    var policy = plan.spec().training().checkpoint();
    Duration since = Duration.ofNanos(System.nanoTime() - lastSave);
    return step % policy.everySteps() == 0
        || since.compareTo(Duration.ofMinutes(policy.everyMinutes())) >= 0;
  }

  private void save(TrainingState state, PolicyUpdate update) {
    Policy policy = trainee.policy();
    Map<Policy.Group, AdamW.State> optimiser = new EnumMap<>(update.optimiserState());
    checkpoints.save(
        new Checkpoint(state, optimiser, policy.parameters(Policy.Group.VALUE_HEAD)),
        folder -> policy.saveAdapter(folder, plan.spec().model().uri()));
    listener.saved(state.counters().step());
  }

  private StageFailure unscored(JudgeErrors errors) {
    return new StageFailure(
            StageFailure.Exit.ENVIRONMENT,
            "the judge %s gave no score for %s, more than spec.training.maxJudgeErrorRate %s allows: see %s, mend the judge, and the same command goes on from the last checkpoint"
                .formatted(
                    plan.judge().name(),
                    errors,
                    plan.spec().training().maxJudgeErrorRate(),
                    workspace.judgeRecords(plan.judge().name())))
        .because(Reason.JUDGE_UNAVAILABLE);
  }

  private StageFailure lost(JudgeLost lost, String whatNow) {
    return new StageFailure(
            StageFailure.Exit.ENVIRONMENT,
            "the judge " + plan.judge().name() + " was lost: " + lost.why() + "; " + whatNow)
        .because(Reason.JUDGE_UNAVAILABLE);
  }

  /** All ranks begin again together; in the midst of an update there is nothing to save. */
  private StageFailure lost(RankLost lost, TrainingState state, PolicyUpdate update) {
    if (!update.isUnderWay()) {
      save(state, update);
    }
    return StageFailure.interrupted(
        lost.why() + "; all ranks go on together from the last checkpoint");
  }

  private StageFailure interrupted(long step, long total) {
    return StageFailure.interrupted(
        "stopped after step %d of %d, a checkpoint was written; the same command goes on from it"
            .formatted(step, total));
  }

  private long seed() {
    return plan.spec().training().seed();
  }
}
