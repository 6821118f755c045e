package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator knows about a run.
 *
 * @param observedGeneration of the spec that this status speaks of
 * @param startTime when the plan was fixed; from here on so is the spec
 * @param completionTime when a terminal phase was reached
 * @param planHash of the plan that the run carries out
 * @param conditions facts about the run, one of each type
 * @param stages what has run; this is the run's memory, not its Jobs
 * @param suspendedSeconds time in suspension so far, which the run's deadline leaves out
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RlaifRunStatus(
    @Nullable @Range(min = 0) Long observedGeneration,
    @Nullable RunPhase phase,
    @Nullable Instant startTime,
    @Nullable Instant completionTime,
    @Nullable @Length(max = 80) String planHash,
    @Items(max = 16, key = "type") List<Condition> conditions,
    @Nullable JudgeSnapshot judge,
    @Items(max = 8, key = "name") List<StageStatus> stages,
    @Nullable TrainingStatus training,
    @Nullable CheckpointStatus checkpoint,
    @Nullable EvaluationStatus evaluation,
    @Nullable ServingStatus serving,
    @Nullable WorkspaceStatus workspace,
    @Nullable @Range(min = 0) Long suspendedSeconds,
    @Nullable ViewerStatus viewer) {
  public static final RlaifRunStatus NONE =
      new RlaifRunStatus(
          null, null, null, null, null, List.of(), null, List.of(), null, null, null, null, null,
          null, null);

  public RlaifRunStatus {
    conditions = List.copyOf(requireNonNullElse(conditions, List.of()));
    stages = List.copyOf(requireNonNullElse(stages, List.of()));
  }
}
