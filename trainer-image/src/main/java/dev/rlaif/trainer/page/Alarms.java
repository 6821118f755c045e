package dev.rlaif.trainer.page;

import static dev.rlaif.trainer.page.Alarm.Severity.CRITICAL;
import static dev.rlaif.trainer.page.Alarm.Severity.NOTICE;
import static dev.rlaif.trainer.page.Alarm.Severity.WARNING;

import dev.rlaif.trainer.page.Alarm.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

/**
 * What the metrics say of a run's health, in words. An alarm stands as long as the newest step
 * shows it. Bounds without a published source are proposals: they colour a page and stop nothing.
 */
final class Alarms {
  /** Steps whose mean is the start of a run, and the present. */
  private static final int WINDOW = 5;

  /** Of score and length, either way. */
  private static final double MOST_LENGTH_CORRELATION = 0.5;

  private final MetricsTable metrics;
  private final List<Alarm> found = new ArrayList<>();

  private Alarms(MetricsTable metrics) {
    this.metrics = metrics;
  }

  /**
   * Alarms of the newest step, the worst first.
   *
   * @param klTarget nats an answer
   */
  static List<Alarm> of(MetricsTable metrics, OptionalDouble klTarget) {
    var alarms = new Alarms(metrics);
    if (metrics.rows() > 0) {
      alarms.policy(klTarget);
      alarms.judge();
      alarms.answers();
      alarms.machinery();
    }
    return alarms.found.stream().sorted(Comparator.comparing(Alarm::severity)).toList();
  }

  private void policy(OptionalDouble klTarget) {
    if (klTarget.isPresent()) {
      double bound = 10 * klTarget.getAsDouble();
      when(
          CRITICAL,
          "objective/kl",
          kl -> kl > bound,
          "The policy is %.1f nats an answer from the base, more than ten times the target of "
              + klTarget.getAsDouble()
              + ": it may be exploiting the judge. Raise the KL coefficient or lower the learning"
              + " rate.");
    }
    when(
        WARNING,
        "objective/kl",
        kl -> kl < -1,
        "KL is negative (%.2f nats an answer): the policy gives its own answers less probability"
            + " than the base does. Generation and training may disagree.");
    OptionalDouble first = first("ppo/policy/entropy");
    first.ifPresent(
        start ->
            when(
                WARNING,
                "ppo/policy/entropy",
                entropy -> entropy < start / 10,
                "Entropy fell to %.3f nats a token, under a tenth of the first step's: answers"
                    + " become alike. Raise the KL coefficient or lower the learning rate."));
    for (String loss : List.of("ppo/loss/policy", "ppo/loss/value", "ppo/loss/total")) {
      if (metrics.names().contains(loss)) {
        when(CRITICAL, loss, Double::isNaN, "The loss is no number any more: training diverged.");
      }
    }
  }

  private void judge() {
    when(
        CRITICAL,
        "env/reward_std",
        std -> std < 0.01,
        "All answers of a step get the same reward (standard deviation %.4f): there is nothing left"
            + " to learn from. Is the judge saturated?");
    when(
        NOTICE,
        "judge/p_mean",
        p -> p > 0.97,
        "The judge likes nearly everything (mean score %.3f): more steps will teach little.");
    when(
        WARNING,
        "judge/missing_frac",
        share -> share > 0.05,
        "The judge gave no score to %.0f %% of the answers. See that its server is well.",
        100);
    if (metrics.names().contains("time/step")) {
      ratio(
          "time/judge_wait",
          "time/step",
          0.2,
          "Training waits for the judge %.0f %% of the time. Raise its concurrency.");
    }
  }

  private void answers() {
    when(
        WARNING,
        "completions/clipped_ratio",
        share -> share > 0.2,
        "%.0f %% of the answers are cut off at the token limit. Raise spec.rollout.maxNewTokens, or"
            + " see why answers do not end.",
        100);
    lengthDrift();
    lengthPays();
    when(
        WARNING,
        "completions/dup_frac",
        share -> share > 0.5,
        "%.0f %% of a step's answers are copies of others: the policy collapses.",
        100);
    when(
        WARNING,
        "frac_reward_zero_std",
        share -> share > 0.7,
        "In %.0f %% of the groups all answers score alike and teach nothing.",
        100);
  }

  private void machinery() {
    when(
        WARNING,
        "mismatch/kl_k3",
        kl -> kl > 1e-3,
        "Generation and training disagree on the same tokens (KL %.2g a token).");
    when(
        NOTICE,
        "ppo/policy/clipfrac_dual",
        share -> share > 0.01,
        "The dual clip acts on %.1f %% of the tokens: some ratios are far off.",
        100);
  }

  /** Mean length of the last steps against that of the first ones. */
  private void lengthDrift() {
    int rows = metrics.rows();
    if (rows < 2 * WINDOW) {
      return;
    }
    String name = "completions/mean_length";
    double before = mean(name, 0);
    double now = mean(name, rows - WINDOW);
    if (before > 0 && (now < 0.6 * before || now > 1.6 * before)) {
      found.add(
          Alarm.of(
              WARNING,
              name,
              metrics.step(rows - WINDOW),
              "Answers drift in length: %.0f tokens at the start, %.0f now. The judge may pay for"
                  + " %s answers.",
              before,
              now,
              now < before ? "short" : "long"));
    }
  }

  /**
   * Whether the judge's scores go with the length, over the last steps: one step alone is noise.
   */
  private void lengthPays() {
    String name = "judge/length_correlation";
    int from = metrics.rows() - WINDOW;
    double correlation = from < 0 ? Double.NaN : mean(name, from);
    if (Math.abs(correlation) > MOST_LENGTH_CORRELATION) {
      found.add(
          Alarm.of(
              WARNING,
              name,
              metrics.step(from),
              "Scores go with the length of the answers (correlation %.2f over %d steps): the judge"
                  + " may pay for %s answers, whatever they say. Read some of both, and tell the"
                  + " judge that length does not count.",
              correlation,
              WINDOW,
              correlation > 0 ? "long" : "short"));
    }
  }

  private void ratio(String part, String whole, double bound, String sentence) {
    int row = metrics.rows() - 1;
    double share = metrics.value(part, row) / metrics.value(whole, row);
    if (share > bound) {
      int first = row;
      while (first > 0
          && metrics.value(part, first - 1) / metrics.value(whole, first - 1) > bound) {
        first--;
      }
      found.add(Alarm.of(NOTICE, part, metrics.step(first), sentence, 100 * share));
    }
  }

  private void when(Severity severity, String metric, DoublePredicate bad, String sentence) {
    when(severity, metric, bad, sentence, 1);
  }

  private void when(
      Severity severity, String metric, DoublePredicate bad, String sentence, double scale) {
    int row = metrics.rows() - 1;
    if (metrics.names().contains(metric) && bad.test(metrics.value(metric, row))) {
      int first = row;
      while (first > 0 && bad.test(metrics.value(metric, first - 1))) {
        first--;
      }
      double value = scale * metrics.value(metric, row);
      found.add(Alarm.of(severity, metric, metrics.step(first), sentence, value));
    }
  }

  private OptionalDouble first(String metric) {
    double value = metrics.value(metric, 0);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private double mean(String metric, int from) {
    double sum = 0;
    for (int row = from; row < from + WINDOW; row++) {
      sum += metrics.value(metric, row);
    }
    return sum / WINDOW;
  }
}
