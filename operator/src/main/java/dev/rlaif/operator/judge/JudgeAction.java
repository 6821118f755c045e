package dev.rlaif.operator.judge;

import dev.rlaif.plan.JudgeCheckPlan;

/** What a decision asks for. */
sealed interface JudgeAction {
  /** Makes the plan and the Job of a proof. */
  record Prove(JudgeCheckPlan plan) implements JudgeAction {}

  /** Deletes the Job and the plan of a proof. */
  record DropProof(String job) implements JudgeAction {}

  /** Applies what serves the judge's model, where it differs. */
  record Serve(JudgeCheckPlan plan) implements JudgeAction {}

  /** Deletes what served the judge as it was before. */
  record StopServing(String server) implements JudgeAction {}
}
