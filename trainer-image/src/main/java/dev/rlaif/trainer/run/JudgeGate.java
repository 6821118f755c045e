package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.proof.JudgeProofReport;
import dev.rlaif.trainer.proof.JudgeProofText;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.Optional;

/**
 * What a judge has to pass before anything is trained against it: a proof of its own.
 *
 * @param isRequired whether one that falls short ends the run
 */
record JudgeGate(
    JudgeProofs proofs,
    Workspace workspace,
    boolean isRequired,
    Progress progress,
    StopSignal stop) {

  /**
   * Proves a judge.
   *
   * @throws StageFailure if it falls short of its gates, and is required not to
   */
  void require(JudgePlan judge) {
    progress.begins(StageName.JUDGE, judge.name());
    if (judge.spec().validation() == null) {
      progress.notes("not proved: spec.validation is absent and the run does not require it");
      return;
    }
    JudgeProofReport report =
        proofs.prove(
            judge,
            Optional.of(workspace),
            (done, of) -> progress.counts("judging", done, of),
            stop);
    progress.notes(JudgeProofText.of(report).stripTrailing());
    if (report.passed()) {
      return;
    }
    if (isRequired) {
      throw StageFailure.wrong(
              "the judge "
                  + judge.name()
                  + " falls short of its gates, so nothing is trained against it: improve its"
                  + " prompt or words, correct the examples, or lower spec.validation.gates; the"
                  + " whole report is "
                  + workspace.judgeProof(judge.name())
                  + " and the page beside it")
          .because(Reason.JUDGE_NOT_VALIDATED);
    }
    progress.concludes(
        "the judge "
            + judge.name()
            + " falls short of its gates; spec.judgeRef.requireValidated is false, so it is used");
  }
}
