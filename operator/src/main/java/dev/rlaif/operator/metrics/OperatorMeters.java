package dev.rlaif.operator.metrics;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.plan.StageName;
import java.time.Duration;

/** What reconcilers count. */
public interface OperatorMeters {

  /** {@code rlaif_runs_ended_total{outcome,reason}}: a run reached a terminal phase. */
  void runEnded(RunPhase outcome, Reason reason);

  /** {@code rlaif_stage_seconds{stage,outcome}}: a stage ended for good. */
  void stageEnded(StageName stage, Reason outcome, Duration took);

  /** {@code rlaif_stage_attempts_total{stage,cause}}: an attempt ended, and another follows. */
  void attemptEnded(StageName stage, Reason cause);

  /** {@code rlaif_judge_accuracy}: a validation ended. */
  void judgeValidated(double accuracy);

  /** {@code rlaif_status_writes_total{kind}}. */
  void statusWritten(String kind);
}
