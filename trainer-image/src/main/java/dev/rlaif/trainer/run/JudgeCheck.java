package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.proof.JudgeProofReport;
import dev.rlaif.trainer.proof.JudgeProofText;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The judge stage of a cluster: a judge by itself, without a run. */
public final class JudgeCheck {
  /** Says nothing of the judge, only of the server or the way to it. */
  private static final Set<JudgementStatus> UNAVAILABLE =
      EnumSet.of(
          JudgementStatus.TIMEOUT,
          JudgementStatus.NETWORK,
          JudgementStatus.HTTP_429,
          JudgementStatus.HTTP_5XX,
          JudgementStatus.CIRCUIT_OPEN);

  private JudgeCheck() {}

  /**
   * Proves the judge; falling short of the gates is a result.
   *
   * @param workspace that takes the report and the scores; empty: nothing is written
   * @throws StageFailure with reason JudgeUnavailable if so many scores are missing for reasons of
   *     the server that nothing is known of the judge
   */
  public static StageReport run(
      JudgeCheckPlan plan,
      Optional<Workspace> workspace,
      Map<String, String> environment,
      RunListener listener,
      StopSignal stop) {
    JudgePlan judge = plan.judge();
    listener.begins(StageName.JUDGE, judge.name());
    JudgeProofReport report =
        new JudgeProofs(Sources.of(environment, plan.configMaps()), environment)
            .prove(judge, workspace, (done, of) -> listener.counts("judging", done, of), stop);
    requireAvailable(judge, report);
    listener.concludes(JudgeProofText.of(report).stripTrailing());
    return Reports.judge(
        StatusFigures.validation(report, judge.hash(), Clock.systemUTC().instant()));
  }

  private static void requireAvailable(JudgePlan judge, JudgeProofReport report) {
    int silent =
        report.missing().entrySet().stream()
            .filter(entry -> UNAVAILABLE.contains(entry.getKey()))
            .mapToInt(Map.Entry::getValue)
            .sum();
    boolean missed =
        report.failedGates().stream().anyMatch(gate -> gate.gate().equals("maxMissingRate"));
    if (missed && 2 * silent > report.missing().values().stream().mapToInt(n -> n).sum()) {
      throw new StageFailure(
              StageFailure.Exit.ENVIRONMENT,
              "the judge "
                  + judge.name()
                  + " gave no score for "
                  + silent
                  + " of "
                  + report.calls()
                  + " answers because of its server: "
                  + report.missing()
                  + "; see that the server is well, then it is proved again")
          .because(Reason.JUDGE_UNAVAILABLE);
    }
  }
}
