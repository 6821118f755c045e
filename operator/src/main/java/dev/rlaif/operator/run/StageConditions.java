package dev.rlaif.operator.run;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.EvaluationStatus;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.plan.StageName;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the stages say as conditions; a stage that has not begun has none. */
final class StageConditions {
  private static final Map<String, ConditionType> TYPES =
      Map.of(
          StageName.MODEL.word(), ConditionType.MODEL_READY,
          StageName.PROMPTS.word(), ConditionType.PROMPTS_READY,
          StageName.PAIRS.word(), ConditionType.PAIRS_READY,
          StageName.TRAIN.word(), ConditionType.TRAINED,
          StageName.EVALUATE.word(), ConditionType.EVALUATION_PASSED);

  private StageConditions() {}

  static void set(
      ConditionSet conditions,
      Collection<StageStatus> stages,
      @Nullable EvaluationStatus evaluation) {
    for (StageStatus stage : stages) {
      ConditionType type = TYPES.get(stage.name());
      if (type == ConditionType.EVALUATION_PASSED && stage.state() == StageState.SUCCEEDED) {
        verdict(conditions, evaluation);
      } else if (type != null) {
        conditions.set(
            type,
            stage.state() == StageState.SUCCEEDED ? ConditionStatus.TRUE : ConditionStatus.FALSE,
            requireNonNullElse(stage.reason(), Reason.STARTING),
            requireNonNullElse(stage.message(), ""));
      }
    }
  }

  private static void verdict(ConditionSet conditions, @Nullable EvaluationStatus evaluation) {
    boolean passed = evaluation != null && Boolean.TRUE.equals(evaluation.passed());
    conditions.set(
        ConditionType.EVALUATION_PASSED,
        passed ? ConditionStatus.TRUE : ConditionStatus.FALSE,
        passed ? Reason.PASSED : Reason.BELOW_THRESHOLD,
        evaluation == null ? "" : Verdict.of(evaluation));
  }
}
