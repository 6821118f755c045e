package dev.rlaif.trainer.train;

import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.trainer.judge.RewardTransform;
import dev.rlaif.trainer.learn.Algorithm;
import dev.rlaif.trainer.learn.BatchMetrics;
import dev.rlaif.trainer.learn.Experience;
import dev.rlaif.trainer.learn.KlController;
import dev.rlaif.trainer.learn.RunningMoments;
import dev.rlaif.trainer.learn.Score;
import dev.rlaif.trainer.learn.ScorePipeline;
import dev.rlaif.trainer.learn.ScorePipeline.Judged;
import dev.rlaif.trainer.learn.ScoredRollout;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.train.RolloutPhase.Answers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  TrainingStep(
      Policy policy,
      RolloutPhase rollouts,
      AlgorithmPlan plan,
      Algorithm algorithm,
      ScorePipeline pipeline,
      RewardTransform transform,
      PolicyUpdate update) {
    this.policy = policy;
    this.rollouts = rollouts;
    this.plan = plan;
    this.algorithm = algorithm;
    this.pipeline = pipeline;
    this.transform = transform;
    this.update = update;
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
   * @param samples answers, or pairs, that were learned from
   * @param tokens of them
   */
  record Result(
      List<Row> rows,
      Map<String, Double> metrics,
      Carry carry,
      double kl,
      long samples,
      long tokens) {}

  @Override
  public Result run(long step, List<Prompt> prompts, Carry carry) {
    PhaseClock clock = new PhaseClock();
    Answers answers = rollouts.run(step, prompts);
    clock.mark("rollout_and_judge");

    List<Sequence> sequences = answers.rollouts().stream().map(JudgedRollout::sequence).toList();
    TokenScores on = policy.score(sequences, Adapter.ON);
    TokenScores off = policy.score(sequences, Adapter.OFF);
    if (step == 1) {
      SelfTest.firstBatch(answers.rollouts(), on, off, policy.tolerance());
    }
    clock.mark("reference");

    Scored scored = score(answers.rollouts(), carry.moments(), on, off);
    boolean learn = scored.rollouts.size() >= plan.minScoredFraction() * sequences.size();
    List<Experience> experience =
        learn ? algorithm.experience(scored.rollouts, carry.kl().coefficient()) : List.of();
    PolicyUpdate.Result updated = update.run(step, experience);
    clock.mark("train");

    double kl =
        scored.rollouts.stream()
            .mapToDouble(r -> BatchMetrics.kl(r, plan.kl().estimator()))
            .average()
            .orElse(0);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.putAll(StepFigures.ofAnswers(answers.rollouts(), transform));
    metrics.putAll(
        BatchMetrics.of(scored.rollouts, plan.kl().estimator(), carry.kl().coefficient()));
    metrics.putAll(StepFigures.ofEngines(answers.rollouts(), on));
    metrics.put("ppo/policy/entropy", StepFigures.entropy(on));
    metrics.putAll(updated.metrics());
    metrics.put("time/rollout", answers.rolloutSeconds());
    metrics.put("time/judge_wait", answers.judgeWaitSeconds());
    metrics.put("time/reference", clock.seconds("reference"));
    metrics.put("time/train", clock.seconds("train"));
    metrics.put("time/step", clock.totalSeconds());
    metrics.put(
        "tokens_per_s",
        answers.rollouts().stream().mapToInt(JudgedRollout::lengthTokens).sum()
            / answers.rolloutSeconds());
    return new Result(
        rows(answers.rollouts(), scored, on, off),
        metrics,
        new Carry(carry.kl().after(kl, scored.rollouts.size()), scored.moments),
        kl,
        scored.rollouts.size(),
        answers.rollouts().stream().mapToLong(JudgedRollout::lengthTokens).sum());
  }

  private record Scored(
      List<ScoredRollout> rollouts, List<Optional<Score>> scores, RunningMoments moments) {}

  private Scored score(
      List<JudgedRollout> answers, RunningMoments before, TokenScores on, TokenScores off) {
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
    for (int k = 0; k < present.size(); k++) {
      int i = present.get(k);
      Score score = result.scores().get(k);
      scores.set(i, Optional.of(score));
      rollouts.add(
          ScoredRollout.of(answers.get(i).sequence(), answers.get(i).group(), score, on, off, i));
    }
    return new Scored(rollouts, scores, result.moments());
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
