package dev.rlaif.trainer.train;

import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.trainer.checkpoint.TrainingState.Counters;
import dev.rlaif.trainer.judge.RewardTransform;
import dev.rlaif.trainer.learn.Algorithm;
import dev.rlaif.trainer.learn.BatchMetrics;
import dev.rlaif.trainer.learn.Experience;
import dev.rlaif.trainer.learn.KlController;
import dev.rlaif.trainer.learn.OffPolicy;
import dev.rlaif.trainer.learn.RunningMoments;
import dev.rlaif.trainer.learn.Score;
import dev.rlaif.trainer.learn.ScorePipeline;
import dev.rlaif.trainer.learn.ScorePipeline.Judged;
import dev.rlaif.trainer.learn.ScoredRollout;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.prompt.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One training step: prompts, answers, scores, experience, update, metrics. A missing score removes
 * its answer from everything that is learned from; it is counted, and never 0.
 */
final class TrainingStep implements Step<Prompt> {
  private final Policy policy;
  private final RolloutPhase rollouts;
  private final AlgorithmPlan plan;
  private final Algorithm algorithm;
  private final ScorePipeline pipeline;
  private final RewardTransform transform;
  private final PolicyUpdate update;
  private final boolean isAhead;

  /** Answers of the next step, begun by the one before. */
  private Optional<PendingAnswers> begun = Optional.empty();

  private Optional<float[]> behaviour;

  TrainingStep(
      Policy policy,
      RolloutPhase rollouts,
      AlgorithmPlan plan,
      Algorithm algorithm,
      ScorePipeline pipeline,
      RewardTransform transform,
      PolicyUpdate update,
      Ahead ahead) {
    this.policy = policy;
    this.rollouts = rollouts;
    this.plan = plan;
    this.algorithm = algorithm;
    this.pipeline = pipeline;
    this.transform = transform;
    this.update = update;
    this.isAhead = ahead.isWanted();
    this.behaviour = ahead.behaviour();
  }

  /**
   * Whether answers are begun one step early.
   *
   * @param behaviour adapter that answers the first step that is run, where that is not the policy
   */
  record Ahead(boolean isWanted, Optional<float[]> behaviour) {
    static final Ahead NOT = new Ahead(false, Optional.empty());
  }

  /** What the numbers between two steps are made of. */
  record Carry(KlController kl, RunningMoments moments) {}

  /** An answer of the step with all that is kept of it; score and KL are absent where missing. */
  record Row(JudgedRollout rollout, Optional<Score> score, double kl, Sums sums) {}

  /** Log-probabilities of an answer, summed over its tokens. */
  record Sums(double logProb, double reference, double rollout) {}

  /**
   * A finished step.
   *
   * @param rows answers that were generated; none where pairs are learned from
   * @param version updates that the policy had seen that answered
   * @param samples answers, or pairs, that were learned from
   * @param tokens of them
   */
  record Result(
      List<Row> rows,
      long version,
      Map<String, Double> metrics,
      Carry carry,
      double kl,
      long samples,
      long tokens) {

    /** With what the run has seen in all, by the names of TRL and veRL. */
    Result seen(Counters counters) {
      Map<String, Double> all = new LinkedHashMap<>(metrics);
      all.put("samples_seen", (double) counters.samples());
      all.put("prompts_seen", (double) counters.prompts());
      all.put("num_tokens", (double) counters.tokens());
      all.put("skipped_steps", (double) counters.skippedSteps());
      return new Result(rows, version, all, carry, kl, samples, tokens);
    }
  }

  /** Where the policy was before its last update, if it answers a step ahead. */
  @Override
  public Optional<float[]> behaviour() {
    return behaviour;
  }

  @Override
  public Result run(long step, List<Prompt> prompts, List<Prompt> ahead, Carry carry) {
    PhaseClock clock = new PhaseClock();
    PendingAnswers pending = begun(step, prompts);
    begun =
        ahead.isEmpty() ? Optional.empty() : Optional.of(rollouts.begin(step + 1, step - 1, ahead));
    List<Sequence> sequences = pending.sequences();
    clock.mark("rollout");

    TokenScores on = policy.score(sequences, Adapter.ON);
    TokenScores off = policy.score(sequences, Adapter.OFF);
    clock.mark("reference");

    List<JudgedRollout> answers = pending.judged();
    clock.mark("judge_wait");

    if (step == 1) {
      SelfTest.firstBatch(answers, on, off, policy.tolerance(), rollouts.engine().tolerance());
    }
    Scored scored = score(answers, offPolicy(step, pending), carry.moments(), on, off);
    boolean learn = scored.rollouts.size() >= plan.minScoredFraction() * sequences.size();
    List<Experience> experience =
        learn ? algorithm.experience(scored.learned, carry.kl().coefficient()) : List.of();
    Optional<float[]> before =
        isAhead ? Optional.of(policy.parameters(Group.LORA)) : Optional.empty();
    PolicyUpdate.Result updated = update.run(step, experience);
    behaviour = before;
    clock.mark("train");

    double kl =
        scored.rollouts.stream()
            .mapToDouble(r -> BatchMetrics.kl(r, plan.kl().estimator()))
            .average()
            .orElse(0);
    long tokens = answers.stream().mapToLong(JudgedRollout::lengthTokens).sum();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.putAll(StepFigures.ofAnswers(answers, transform));
    metrics.putAll(
        BatchMetrics.of(scored.rollouts, plan.kl().estimator(), carry.kl().coefficient()));
    metrics.putAll(StepFigures.ofEngines(answers, on, offPolicy(step, pending)));
    metrics.put("ppo/policy/entropy", StepFigures.entropy(on));
    metrics.putAll(updated.metrics());
    metrics.put("staleness/max", (double) (step - 1 - pending.version()));
    for (String phase : List.of("rollout", "reference", "judge_wait", "train")) {
      metrics.put("time/" + phase, clock.seconds(phase));
    }
    metrics.put("time/step", clock.totalSeconds());
    metrics.put("tokens_per_s", tokens / pending.generationSeconds());
    return new Result(
        rows(answers, scored, on, off),
        pending.version(),
        metrics,
        new Carry(carry.kl().after(kl, scored.rollouts.size()), scored.moments),
        kl,
        scored.rollouts.size(),
        tokens);
  }

  /** The step's answers: begun a step ago, or made again as they were begun then, or begun now. */
  private PendingAnswers begun(long step, List<Prompt> prompts) {
    if (begun.isPresent()) {
      return begun.get();
    }
    if (behaviour.isEmpty()) {
      return rollouts.begin(step, step - 1, prompts);
    }
    float[] now = policy.parameters(Group.LORA);
    policy.setParameters(Group.LORA, behaviour.get());
    try {
      return rollouts.begin(step, step - 2, prompts);
    } finally {
      policy.setParameters(Group.LORA, now);
    }
  }

  private OffPolicy offPolicy(long step, PendingAnswers answers) {
    if (answers.version() < step - 1) {
      return OffPolicy.STALE;
    }
    return rollouts.engine().isApart() ? OffPolicy.ENGINE : OffPolicy.NONE;
  }

  /**
   * Answers with a score.
   *
   * @param rollouts whole, for the figures
   * @param learned as far as they are learned from
   */
  private record Scored(
      List<ScoredRollout> rollouts,
      List<ScoredRollout> learned,
      List<Optional<Score>> scores,
      RunningMoments moments) {}

  private Scored score(
      List<JudgedRollout> answers,
      OffPolicy offPolicy,
      RunningMoments before,
      TokenScores on,
      TokenScores off) {
    List<Integer> present = new ArrayList<>();
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      JudgedRollout answer = answers.get(i);
      if (answer.judgement().p().isPresent()) {
        present.add(i);
        double p = answer.judgement().p().getAsDouble();
        judged.add(new Judged(p, transform.reward(p), answer.lengthTokens(), answer.ended()));
      }
    }
    ScorePipeline.Result result = pipeline.score(judged, before);
    List<Optional<Score>> scores = new ArrayList<>();
    answers.forEach(answer -> scores.add(Optional.empty()));
    List<ScoredRollout> rollouts = new ArrayList<>();
    List<ScoredRollout> learned = new ArrayList<>();
    for (int k = 0; k < present.size(); k++) {
      int i = present.get(k);
      Score score = result.scores().get(k);
      scores.set(i, Optional.of(score));
      JudgedRollout answer = answers.get(i);
      var rollout = ScoredRollout.of(answer.sequence(), answer.group(), score, on, off, i);
      rollouts.add(offPolicy.correct(rollout, answer.completion().logProbs()));
      learned.add(learned(rollouts.get(k), answer));
    }
    return new Scored(rollouts, learned, scores, result.moments());
  }

  private ScoredRollout learned(ScoredRollout rollout, JudgedRollout answer) {
    OptionalInt fault = plan.endAtFault() ? rollouts.faultToken(answer) : OptionalInt.empty();
    return fault.isPresent() ? rollout.upTo(fault.getAsInt()) : rollout;
  }

  private List<Row> rows(
      List<JudgedRollout> answers, Scored scored, TokenScores on, TokenScores off) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Sums sums =
          new Sums(
              StepFigures.sum(on.logProbs()[i]),
              StepFigures.sum(off.logProbs()[i]),
              StepFigures.sum(answers.get(i).completion().logProbs()));
      rows.add(
          new Row(answers.get(i), scored.scores.get(i), sums.logProb() - sums.reference(), sums));
    }
    return rows;
  }
}
