package dev.rlaif.trainer.proof;

import dev.rlaif.api.v1alpha1.Scoring;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a judge's calls of one proof use, in both orders of its prompt. */
final class CallLogs {
  private final JudgePlan plan;
  private final List<CallLog> logs = new ArrayList<>();

  /** Counts from now on. */
  CallLogs(Workspace workspace, JudgePlan plan, Optional<JudgePlan> swapped) {
    this.plan = plan;
    logs.add(CallLog.atEndOf(workspace.judgeRecords(plan.name())));
    swapped.ifPresent(other -> logs.add(CallLog.atEndOf(workspace.judgeRecords(other.name()))));
  }

  Expense expense() {
    Scoring scoring = plan.spec().scoring();
    return logs.stream()
        .map(CallLog::expense)
        .reduce(Expense.NONE, Expense::plus)
        .priced(plan.spec().endpoint(), scoring == null ? 1 : scoring.samples());
  }
}
