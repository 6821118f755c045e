package dev.rlaif.trainer.train;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.learn.Score;
import dev.rlaif.trainer.tracking.EventFile;
import dev.rlaif.trainer.tracking.Hyperparameters;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.tracking.RolloutRow;
import dev.rlaif.trainer.tracking.RolloutTable;
import dev.rlaif.trainer.tracking.RunId;
import dev.rlaif.trainer.tracking.StepMetrics;
import dev.rlaif.trainer.validate.ValidationFigures;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What training leaves to look at: every answer, the metrics of each step, TensorBoard events. */
final class TrainingRecord implements AutoCloseable {
  private static final int TEXT_SAMPLES = 4;
  private static final List<String> HPARAM_METRICS = List.of("env/reward_mean", "objective/kl");

  private final RolloutLog rollouts;
  private final RolloutTable table;
  private final MetricsLog metrics;
  private final MetricsLog validation;
  private final Optional<EventFile> events;
  private final boolean keepRollouts;
  private final int everySteps;

  private TrainingRecord(
      RolloutLog rollouts,
      RolloutTable table,
      MetricsLog metrics,
      MetricsLog validation,
      Optional<EventFile> events,
      boolean keepRollouts,
      int everySteps) {
    this.rollouts = rollouts;
    this.table = table;
    this.metrics = metrics;
    this.validation = validation;
    this.events = events;
    this.keepRollouts = keepRollouts;
    this.everySteps = everySteps;
  }

  /**
   * Opens the record of a run.
   *
   * @param done steps that a checkpoint holds; what was recorded after it is computed again
   * @param validated step of the last validation that it holds, -1 none
   */
  static TrainingRecord open(RunPlan plan, Workspace workspace, long done, long validated) {
    Clock clock = Clock.systemUTC();
    var tracking = plan.spec().tracking();
    Optional<EventFile> events =
        tracking.tensorboard()
            ? Optional.of(
                EventFile.open(
                    workspace.events(),
                    plan.name(),
                    clock,
                    done == 0 ? OptionalLong.empty() : OptionalLong.of(done + 1)))
            : Optional.empty();
    if (done == 0) {
      events.ifPresent(file -> file.hparams(plan.name(), Hyperparameters.of(plan), HPARAM_METRICS));
    }
    RolloutLog rollouts = new RolloutLog(workspace.rollouts());
    String id = RunId.of(workspace.runId());
    TrainingRecord record =
        new TrainingRecord(
            rollouts,
            new RolloutTable(workspace.rolloutTable(), rollouts, id, plan.name()),
            MetricsLog.open(workspace.metrics(), done, clock),
            MetricsLog.open(workspace.validation(), validated, clock),
            events,
            tracking.rollouts(),
            tracking.everySteps());
    record.saved(done);
    return record;
  }

  /** Rows first, then the metrics line, then the event record: the order a resume relies on. */
  void step(long step, TrainingStep.Result result) {
    if (keepRollouts && !result.rows().isEmpty()) {
      rollouts.write(step, rows(step, result));
    }
    StepMetrics numbers = StepMetrics.of(step).with(result.metrics());
    metrics.append(numbers);
    if (step % everySteps == 0 || step == 1) {
      events.ifPresent(file -> events(file, numbers, result.rows()));
    }
  }

  /** A pass over the questions that are set aside. */
  void validated(ValidationFigures figures) {
    StepMetrics numbers = StepMetrics.of(figures.step()).with(figures.metrics());
    validation.append(numbers);
    events.ifPresent(file -> file.scalars(numbers));
  }

  /** All steps so far. */
  List<StepMetrics> steps() {
    return metrics.all();
  }

  /** All passes so far. */
  List<StepMetrics> validations() {
    return validation.all();
  }

  /**
   * The steps up to this one are done for good. A process that was killed after its checkpoint has
   * not said so; the next one does when it opens the record.
   */
  void saved(long step) {
    if (keepRollouts) {
      table.follow(step);
    }
  }

  @Override
  public void close() {
    events.ifPresent(EventFile::close);
  }

  private static void events(EventFile file, StepMetrics numbers, List<TrainingStep.Row> rows) {
    file.scalars(numbers);
    if (rows.isEmpty()) {
      return;
    }
    file.histogram(
        numbers.step(),
        "env/reward_dist",
        rows.stream().flatMap(r -> r.score().stream()).mapToDouble(Score::reward).toArray());
    file.histogram(
        numbers.step(),
        "objective/kl_dist",
        rows.stream().mapToDouble(TrainingStep.Row::kl).toArray());
    file.texts(
        numbers.step(),
        "answers",
        rows.stream()
            .limit(TEXT_SAMPLES)
            .map(r -> "**" + r.rollout().prompt().question() + "**\n\n" + r.rollout().text())
            .toList());
  }

  private static List<RolloutRow> rows(long step, TrainingStep.Result result) {
    List<RolloutRow> all = new ArrayList<>(result.rows().size());
    for (int i = 0; i < result.rows().size(); i++) {
      all.add(row(step, i, result.rows().get(i), result.version()));
    }
    return all;
  }

  private static RolloutRow row(long step, int sample, TrainingStep.Row row, long version) {
    JudgedRollout rollout = row.rollout();
    Score score = row.score().orElse(null);
    return new RolloutRow(
        step,
        sample,
        rollout.prompt().id(),
        rollout.prompt().question(),
        rollout.text(),
        rollout.completion().promptIds().length,
        rollout.lengthTokens(),
        rollout.completion().finish(),
        rollout.judgement().status(),
        score == null ? null : score.probability(),
        score == null ? null : score.reward(),
        score == null ? null : score.normalised(),
        score == null ? null : score.penalty(),
        score == null ? null : score.value(),
        row.kl(),
        row.sums().logProb(),
        row.sums().reference(),
        row.sums().rollout(),
        rollout.judgement().raw(),
        rollout.judgement().attempts(),
        rollout.judgement().latency().toMillis(),
        version);
  }
}
