package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.EvaluationStatus;
import dev.rlaif.api.v1alpha1.JudgeSnapshot;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.ServingStatus;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.api.v1alpha1.ViewerStatus;
import dev.rlaif.api.v1alpha1.WorkspaceStatus;
import dev.rlaif.operator.observe.RunObservation;
import dev.rlaif.plan.StageName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The next status, from the present one; what nobody touches stays. */
final class StatusDraft {
  private final Instant now;
  private final @Nullable Long generation;
  private final ConditionSet conditions;
  private final Map<String, StageStatus> stages = new LinkedHashMap<>();
  private RunPhase phase;
  private @Nullable Instant startTime;
  private @Nullable Instant completionTime;
  private @Nullable String planHash;
  private @Nullable JudgeSnapshot judge;
  private @Nullable TrainingStatus training;
  private @Nullable CheckpointStatus checkpoint;
  private @Nullable EvaluationStatus evaluation;
  private @Nullable ServingStatus serving;
  private @Nullable WorkspaceStatus workspace;
  private @Nullable Long suspendedSeconds;
  private final @Nullable ViewerStatus viewer;

  StatusDraft(RunObservation seen) {
    RlaifRunStatus before = seen.status();
    now = seen.now();
    generation = seen.run().getMetadata().getGeneration();
    conditions = new ConditionSet(before.conditions(), generation, now);
    before.stages().forEach(stage -> stages.put(stage.name(), stage));
    phase = before.phase() == null ? RunPhase.PENDING : before.phase();
    startTime = before.startTime();
    completionTime = before.completionTime();
    planHash = before.planHash();
    judge = before.judge();
    training = before.training();
    checkpoint = before.checkpoint();
    evaluation = before.evaluation();
    serving = before.serving();
    workspace = before.workspace();
    suspendedSeconds = before.suspendedSeconds();
    viewer = new Viewing(seen).status();
  }

  StatusDraft phase(RunPhase next) {
    phase = next;
    return this;
  }

  RunPhase phase() {
    return phase;
  }

  /** From now on the plan is fixed. */
  StatusDraft start(String hash, JudgeSnapshot snapshot, WorkspaceStatus where) {
    startTime = now;
    planHash = hash;
    judge = snapshot;
    workspace = where;
    return this;
  }

  /** A terminal phase, once and for all. */
  StatusDraft end(RunPhase terminal) {
    phase = terminal;
    completionTime = now;
    return this;
  }

  StatusDraft stage(StageStatus stage) {
    stages.put(stage.name(), stage);
    return this;
  }

  Optional<StageStatus> stage(StageName name) {
    return Optional.ofNullable(stages.get(name.word()));
  }

  StatusDraft training(@Nullable TrainingStatus next) {
    training = next == null ? training : next;
    return this;
  }

  StatusDraft checkpoint(@Nullable CheckpointStatus next) {
    checkpoint = next == null ? checkpoint : next;
    return this;
  }

  @Nullable CheckpointStatus checkpoint() {
    return checkpoint;
  }

  StatusDraft evaluation(EvaluationStatus next) {
    evaluation = next;
    return this;
  }

  @Nullable EvaluationStatus evaluation() {
    return evaluation;
  }

  StatusDraft serving(@Nullable ServingStatus next) {
    serving = next;
    return this;
  }

  StatusDraft adapter(String folder) {
    workspace =
        workspace == null
            ? null
            : new WorkspaceStatus(workspace.claim(), workspace.subPath(), folder);
    return this;
  }

  StatusDraft suspendedSeconds(long seconds) {
    suspendedSeconds = seconds;
    return this;
  }

  long suspendedSeconds() {
    return suspendedSeconds == null ? 0 : suspendedSeconds;
  }

  StatusDraft condition(ConditionType type, ConditionStatus status, Reason reason, String message) {
    conditions.set(type, status, reason, message);
    return this;
  }

  Optional<Condition> condition(ConditionType type) {
    return conditions.get(type);
  }

  /** Ready, and the two conditions by which other tools tell progress from standstill. */
  StatusDraft headline(Headline headline) {
    boolean ready = headline.stance() == Headline.Stance.READY;
    conditions.set(
        ConditionType.READY,
        ready ? ConditionStatus.TRUE : ConditionStatus.FALSE,
        headline.reason(),
        headline.message());
    onlyIf(headline.stance() == Headline.Stance.IN_PROGRESS, ConditionType.RECONCILING, headline);
    onlyIf(headline.stance() == Headline.Stance.STALLED, ConditionType.STALLED, headline);
    return this;
  }

  /** Some conditions are either true or not there at all. */
  private void onlyIf(boolean holds, ConditionType type, Headline headline) {
    if (holds) {
      conditions.set(type, ConditionStatus.TRUE, headline.reason(), headline.message());
    } else {
      conditions.remove(type);
    }
  }

  RlaifRunStatus status() {
    StageConditions.set(conditions, stages.values(), evaluation);
    return new RlaifRunStatus(
        generation,
        phase,
        startTime,
        completionTime,
        planHash,
        conditions.list(),
        judge,
        List.copyOf(stages.values()),
        training,
        checkpoint,
        evaluation,
        serving,
        workspace,
        suspendedSeconds,
        viewer);
  }
}
