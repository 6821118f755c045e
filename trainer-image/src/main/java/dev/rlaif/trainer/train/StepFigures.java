package dev.rlaif.trainer.train;

import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.judge.RewardTransform;
import dev.rlaif.trainer.learn.BatchMetrics;
import dev.rlaif.trainer.learn.OffPolicy;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.proof.Correlation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Figures of a step's answers, their judgements, and the two engines that saw them. */
final class StepFigures {
  private StepFigures() {}

  /** Rewards, the judge's figures, lengths and endings. */
  static Map<String, Double> ofAnswers(List<JudgedRollout> answers, RewardTransform transform) {
    double[] scores = answers.stream().flatMapToDouble(a -> a.judgement().p().stream()).toArray();
    double[] rewards =
        answers.stream()
            .map(a -> transform.reward(a.judgement()))
            .flatMapToDouble(OptionalDouble::stream)
            .toArray();
    Map<String, Double> figures = new LinkedHashMap<>(BatchMetrics.ofRewards(rewards));
    figures.put("judge/scored", (double) scores.length);
    if (scores.length > 0) {
      double mean = Arrays.stream(scores).average().orElse(0);
      figures.put("judge/p_mean", mean);
      figures.put(
          "judge/p_std",
          Math.sqrt(Arrays.stream(scores).map(p -> (p - mean) * (p - mean)).average().orElse(0)));
    }
    figures.put("judge/missing_frac", share(answers, a -> a.judgement().p().isEmpty()));
    for (JudgementStatus status : JudgementStatus.values()) {
      double share = share(answers, a -> a.judgement().status() == status);
      if (status != JudgementStatus.OK && share > 0) {
        figures.put("judge/missing_" + status.name().toLowerCase(Locale.ROOT), share);
      }
    }
    lengthCorrelation(answers)
        .ifPresent(correlation -> figures.put("judge/length_correlation", correlation));
    int[] lengths = answers.stream().mapToInt(JudgedRollout::lengthTokens).toArray();
    figures.put("completions/mean_length", Arrays.stream(lengths).average().orElse(0));
    figures.put("completions/min_length", (double) Arrays.stream(lengths).min().orElse(0));
    figures.put("completions/max_length", (double) Arrays.stream(lengths).max().orElse(0));
    figures.put("completions/eos_frac", share(answers, JudgedRollout::ended));
    figures.put("completions/clipped_ratio", share(answers, a -> !a.ended()));
    var distinct = new HashSet<>(answers.stream().map(JudgedRollout::text).toList());
    figures.put("completions/dup_frac", 1 - distinct.size() / (double) answers.size());
    return figures;
  }

  /** Pearson, of length in tokens and score; absent where either is the same for all. */
  private static OptionalDouble lengthCorrelation(List<JudgedRollout> answers) {
    List<JudgedRollout> scored =
        answers.stream().filter(answer -> answer.judgement().p().isPresent()).toList();
    return Correlation.of(
        scored.stream().mapToDouble(JudgedRollout::lengthTokens).toArray(),
        scored.stream().flatMapToDouble(answer -> answer.judgement().p().stream()).toArray());
  }

  /**
   * How far generation and training differ on the same tokens: {@code mismatch/} of the same
   * parameters, {@code staleness/} of those some updates apart.
   */
  static Map<String, Double> ofEngines(
      List<JudgedRollout> answers, TokenScores trainer, OffPolicy offPolicy) {
    double largest = 0;
    double ratio = 0;
    double k3 = 0;
    long tokens = 0;
    for (int b = 0; b < answers.size(); b++) {
      float[] generated = answers.get(b).completion().logProbs();
      for (int t = 0; t < generated.length; t++) {
        double difference = trainer.logProbs()[b][t] - (double) generated[t];
        largest = Math.max(largest, Math.abs(difference));
        ratio = Math.max(ratio, Math.exp(difference));
        k3 += Math.exp(-difference) + difference - 1;
        tokens++;
      }
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    String of = offPolicy == OffPolicy.STALE ? "staleness/" : "mismatch/";
    figures.put(of + "logp_diff_max", largest);
    figures.put(of + "kl_k3", tokens == 0 ? 0 : k3 / tokens);
    if (offPolicy != OffPolicy.NONE) {
      figures.put(of + "ratio_max", ratio);
    }
    return figures;
  }

  /** True entropy per token, nats, before the update. */
  static double entropy(TokenScores scores) {
    double sum = 0;
    long tokens = 0;
    for (float[] row : scores.entropy()) {
      sum += sum(row);
      tokens += row.length;
    }
    return tokens == 0 ? 0 : sum / tokens;
  }

  static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static double share(List<JudgedRollout> answers, Predicate<JudgedRollout> that) {
    return answers.isEmpty() ? 0 : answers.stream().filter(that).count() / (double) answers.size();
  }
}
