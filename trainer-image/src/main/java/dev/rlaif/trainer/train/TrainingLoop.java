package dev.rlaif.trainer.train;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.checkpoint.DataCursor;
import dev.rlaif.trainer.checkpoint.Selection;
import dev.rlaif.trainer.checkpoint.TrainingState;
import dev.rlaif.trainer.learn.KlBudget;
import dev.rlaif.trainer.learn.KlController;
import dev.rlaif.trainer.parallel.RankLost;
import dev.rlaif.trainer.rollout.EngineLost;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.Stopped;
import dev.rlaif.trainer.tracking.StepMetrics;
import dev.rlaif.trainer.validate.HackingSigns;
import dev.rlaif.trainer.validate.ValidationFigures;
import java.util.List;
import java.util.Optional;

/** One step after another, with validations and checkpoints between them. */
final class TrainingLoop<T> {
  private final RunPlan plan;
  private final Workspace workspace;
  private final Course<T> course;
  private final Optional<Validating> validating;
  private final TrainingRecord record;
  private final StepSaver saver;
  private final TrainListener listener;

  TrainingLoop(
      RunPlan plan,
      Workspace workspace,
      Course<T> course,
      Optional<Validating> validating,
      TrainingRecord record,
      StepSaver saver,
      TrainListener listener) {
    this.plan = plan;
    this.workspace = workspace;
    this.course = course;
    this.validating = validating;
    this.record = record;
    this.saver = saver;
    this.listener = listener;
  }

  /** The state after the last step, of which there is a checkpoint, however it ends. */
  TrainingState run(TrainingState first, Step<T> step) {
    TrainingState state = first;
    JudgePace pace = new JudgePace();
    JudgeSignal signal = JudgeSignal.of(record.steps());
    double threshold = plan.spec().evaluation().violationThreshold();
    JudgeErrors errors = new JudgeErrors(plan.spec().training().maxJudgeErrorRate());
    try {
      while (true) {
        if (isValidationDue(state)) {
          state = validated(state);
          saver.save(state);
        }
        if (signal.isReached(threshold)) {
          listener.endsEarly(signal + ": it finds nothing to improve any more");
          saver.save(state);
          return state;
        }
        if (isOver(state)) {
          return state;
        }
        var taken = taken(state, state.cursor());
        long number = state.counters().step() + 1;
        var carry = new TrainingStep.Carry(kl(state), state.runningMoments());
        var learned = step.run(number, taken.data(), ahead(state, taken), carry);
        TrainingState next = Resume.after(state, taken, learned, budget(state));
        var result = learned.seen(next.counters());
        record.step(number, result);
        state = next;
        StepMetrics metrics = StepMetrics.of(number).with(result.metrics());
        listener.stepped(metrics, course.total());
        pace.after(metrics).ifPresent(listener::warns);
        signal = signal.after(metrics);
        if (signal.isWorthAWarning()) {
          listener.warns(
              signal + "; training ends after " + JudgeSignal.ENDS_AFTER + " such steps");
        }
        if (signal.isLost(threshold)) {
          saver.save(state);
          throw TrainFailures.withoutSignal(signal, number);
        }
        result.rows().forEach(row -> errors.add(row.score().isEmpty()));
        if (errors.areTooMany()) {
          saver.save(state);
          throw TrainFailures.unscored(plan, workspace, errors);
        }
        // a validation that comes next leaves a checkpoint itself
        if (!isValidationDue(state) && (isLast(state) || saver.isDue(number))) {
          saver.save(state);
        }
      }
    } catch (Stopped stopped) {
      saver.save(state);
      throw TrainFailures.interrupted(state.counters().step(), course.total());
    } catch (RankLost lost) {
      saver.saveBetweenUpdates(state);
      throw TrainFailures.rankLost(lost);
    } catch (EngineLost lost) {
      saver.save(state);
      throw TrainFailures.engineLost(
          lost, "a checkpoint was written; the same command goes on from it");
    } catch (JudgeLost lost) {
      saver.save(state);
      throw TrainFailures.lostAfter(plan, lost, state.counters().step());
    }
  }

  /** The data of the next step; if there is none to be had, training goes on from here. */
  private DataOrder.Taken<T> taken(TrainingState state, DataCursor from) {
    try {
      return course.data().take(from, plan.spec().rollout().batchSize());
    } catch (StageFailure noData) {
      saver.save(state);
      throw noData;
    }
  }

  /** What the step after the next one learns from, if that may be begun with so early. */
  private List<T> ahead(TrainingState state, DataOrder.Taken<T> taken) {
    boolean isWanted =
        plan.spec().rollout().maxStaleness() > 0 && state.counters().step() + 1 < course.total();
    return isWanted ? taken(state, taken.next()).data() : List.of();
  }

  private boolean isValidationDue(TrainingState state) {
    return validating
        .filter(v -> v.isDue(state.selection(), state.counters().step(), isLast(state)))
        .isPresent();
  }

  private TrainingState validated(TrainingState state) {
    Validating with = validating.orElseThrow();
    long step = state.counters().step();
    listener.validates(step);
    ValidationFigures figures = with.validation().run(step);
    record.validated(figures);
    Selection after = with.choice().after(state.selection(), figures);
    listener.validated(figures, after, HackingSigns.of(record.validations(), with.threshold()));
    with.choice().end(after).ifPresent(listener::endsEarly);
    return state.with(after);
  }

  private boolean isLast(TrainingState state) {
    return state.counters().step() >= course.total() || budget(state).isSpent();
  }

  private boolean isOver(TrainingState state) {
    return isLast(state) || validating.flatMap(v -> v.choice().end(state.selection())).isPresent();
  }

  private KlController kl(TrainingState state) {
    return new KlController(plan.algorithm().kl(), state.klCoefficient());
  }

  private KlBudget budget(TrainingState state) {
    return new KlBudget(plan.algorithm().klBudget(), state.klBudgetStreak());
  }
}
