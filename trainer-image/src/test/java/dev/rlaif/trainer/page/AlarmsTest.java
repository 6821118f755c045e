package dev.rlaif.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlarmsTest {
  private static final int STEPS = 20;

  /** A run in good health whose metric {@code name} goes as told. */
  private static List<Alarm> alarms(String name, IntToDoubleFunction goes) {
    var table = new MetricsTable();
    for (int step = 1; step <= STEPS; step++) {
      ObjectNode line = new ObjectMapper().createObjectNode().put("step", step);
      MadeRun.metrics(step, STEPS).values().forEach(line::put);
      table.add(line.put(name, goes.applyAsDouble(step)));
    }
    return Alarms.of(table, OptionalDouble.of(6));
  }

  @Test
  void aHealthyRunRaisesNone() {
    assertThat(alarms("unheard/of", step -> 1)).isEmpty();
    assertThat(Alarms.of(new MetricsTable(), OptionalDouble.of(6))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "objective/kl, 61, CRITICAL, 61.0 nats an answer",
    "objective/kl, -1.5, WARNING, KL is negative (-1.50",
    "env/reward_std, 0.001, CRITICAL, the same reward",
    "judge/p_mean, 0.98, NOTICE, likes nearly everything (mean score 0.980)",
    "judge/missing_frac, 0.12, WARNING, no score to 12 % of the answers",
    "ppo/policy/entropy, 0.1, WARNING, Entropy fell to 0.100",
    "completions/clipped_ratio, 0.5, WARNING, 50 % of the answers are cut off",
    "completions/mean_length, 30, WARNING, 87 tokens at the start",
    "judge/length_correlation, 0.8, WARNING, may pay for long answers",
    "judge/length_correlation, -0.9, WARNING, may pay for short answers",
    "completions/dup_frac, 0.8, WARNING, copies",
    "mismatch/kl_k3, 0.01, WARNING, disagree",
    "time/judge_wait, 0.65, NOTICE, 50 % of the time",
    "ppo/loss/policy, NaN, CRITICAL, diverged",
  })
  void saysWhatIsTheMatterAndSinceWhen(
      String metric, double value, String severity, String sentence) {
    int since = 12;
    List<Alarm> found =
        alarms(
            metric,
            step -> step < since ? MadeRun.metrics(step, STEPS).get(metric).orElse(0) : value);

    assertThat(found)
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(alarm.metric()).isEqualTo(metric);
              assertThat(alarm.severity()).hasToString(severity);
              assertThat(alarm.sentence()).contains(sentence);
              assertThat(alarm.since()).isBetween((long) since, 16L);
            });
  }

  @Test
  void whatIsOverIsNoAlarm() {
    assertThat(alarms("judge/missing_frac", step -> step == 12 ? 0.9 : 0)).isEmpty();
  }

  @Test
  void theWorstComesFirst() {
    var table = new MetricsTable();
    ObjectNode line = new ObjectMapper().createObjectNode().put("step", 1);
    table.add(
        line.put("judge/p_mean", 0.99).put("env/reward_std", 0.0).put("judge/missing_frac", 1));
    assertThat(Alarms.of(table, OptionalDouble.empty()))
        .extracting(Alarm::severity)
        .containsExactly(Alarm.Severity.CRITICAL, Alarm.Severity.WARNING, Alarm.Severity.NOTICE);
  }
}
