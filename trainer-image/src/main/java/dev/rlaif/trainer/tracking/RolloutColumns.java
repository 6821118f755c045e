package dev.rlaif.trainer.tracking;

import static dev.rlaif.trainer.table.Column.Kind.DOUBLE;
import static dev.rlaif.trainer.table.Column.Kind.INT;
import static dev.rlaif.trainer.table.Column.Kind.LONG;
import static dev.rlaif.trainer.table.Column.Kind.TEXT;

import dev.rlaif.trainer.table.Column;
import dev.rlaif.trainer.table.TableShape;
import java.util.List;

/** The columns of the table of answers. */
public final class RolloutColumns {
  public static final String RUN = "run";
  public static final String STEP = "step";
  public static final String SAMPLE = "sample";

  /** First step of the thousand that a step belongs to. */
  public static final String STEPS_FROM = "steps_from";

  private static final long STEPS_OF_A_PARTITION = 1000;

  private RolloutColumns() {}

  /**
   * @param run name of the run, the same in every row
   */
  public static TableShape<RolloutRow> of(String run) {
    return new TableShape<>(
        List.of(
            column(RUN, TEXT, "name of the run", row -> run),
            column(
                STEPS_FROM,
                LONG,
                "first step of the thousand that the step belongs to: 1, 1001, ...",
                row -> partition(row.step())),
            column(STEP, LONG, "training step, the first is 1", RolloutRow::step),
            column(SAMPLE, INT, "number of the answer in its step, from 0", RolloutRow::sample),
            column("prompt_id", TEXT, "id of the prompt", RolloutRow::promptId),
            column("prompt", TEXT, "the question", RolloutRow::prompt),
            column("answer", TEXT, "what the policy answered", RolloutRow::answer),
            column("prompt_tokens", INT, "tokens of the rendered prompt", RolloutRow::promptTokens),
            column("response_tokens", INT, "tokens of the answer", RolloutRow::responseTokens),
            column("finish", TEXT, "why the answer ended: STOP or LENGTH", r -> r.finish().name()),
            column(
                "judge_status",
                TEXT,
                "what became of the score; without one all figures of it are null",
                row -> row.judgeStatus().name()),
            column("probability", DOUBLE, "the judge's p, 0 to 1", RolloutRow::probability),
            column("reward", DOUBLE, "p after the judge's transform", RolloutRow::reward),
            column("normalised", DOUBLE, "reward, scaled, before the clip", RolloutRow::normalised),
            column("penalty", DOUBLE, "for length or a missing end", RolloutRow::penalty),
            column("score", DOUBLE, "what was learned from", RolloutRow::score),
            column("kl", DOUBLE, "KL of the answer, nats, summed over tokens", RolloutRow::kl),
            column(
                "log_prob_sum",
                DOUBLE,
                "log-probability of the answer before the update, nats",
                RolloutRow::logProbSum),
            column(
                "reference_sum",
                DOUBLE,
                "the same of the base model, adapter off",
                RolloutRow::referenceSum),
            column("rollout_sum", DOUBLE, "the same as the generator said", RolloutRow::rolloutSum),
            column("judge_raw", TEXT, "the judge's reply as it came", RolloutRow::judgeRaw),
            column("judge_attempts", INT, "requests until the reply", RolloutRow::judgeAttempts),
            column(
                "judge_latency_ms",
                LONG,
                "milliseconds of the last request",
                RolloutRow::judgeLatencyMillis),
            column(
                "adapter_version",
                LONG,
                "updates that the adapter had when it answered",
                RolloutRow::adapterVersion)),
        List.of(RUN, STEPS_FROM));
  }

  /** Few enough folders for long runs: a thousand steps in each. */
  static long partition(long step) {
    return (step - 1) / STEPS_OF_A_PARTITION * STEPS_OF_A_PARTITION + 1;
  }

  private static Column<RolloutRow> column(
      String name, Column.Kind kind, String description, Column.Value<RolloutRow> value) {
    return new Column<>(name, kind, description, value);
  }
}
