package dev.rlaif.operator.judge;

import dev.rlaif.operator.objects.JudgeContext;

/** What a decision asks for. */
sealed interface JudgeAction {
  /** Makes the plan and the Job of a proof. */
  record Prove(JudgeContext judge) implements JudgeAction {}

  /** Deletes the Job and the plan of a proof. */
  record DropProof(String job) implements JudgeAction {}

  /** Applies what serves the judge's model, where it differs. */
  record Serve(JudgeContext judge) implements JudgeAction {}

  /** Deletes what served the judge as it was before. */
  record StopServing(String server) implements JudgeAction {}
}
