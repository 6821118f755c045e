package dev.rlaif.trainer.run;

import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.proof.JudgeProof;
import dev.rlaif.trainer.proof.JudgeProofReport;
import dev.rlaif.trainer.proof.JudgeStage;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.view.ProofPage;
import java.util.Map;
import java.util.Optional;

/** Proofs of judges, each with its page. */
public final class JudgeProofs {
  private final JudgeStage stage;

  /**
   * @param environment variables, where secrets are looked up
   */
  public JudgeProofs(Sources sources, Map<String, String> environment) {
    this.stage = new JudgeStage(sources, environment);
  }

  /**
   * Proves a judge; whether it passed, the report says.
   *
   * @param workspace that takes report, page, records and scores; empty: nothing is kept
   * @throws dev.rlaif.trainer.stage.StageFailure with exit code 75 if it was interrupted
   */
  public JudgeProofReport prove(
      JudgePlan judge,
      Optional<Workspace> workspace,
      JudgeProof.Progress progress,
      StopSignal stop) {
    JudgeProofReport report = stage.run(judge, workspace, progress, stop);
    workspace.ifPresent(
        folder ->
            AtomicFile.write(folder.judgePage(judge.name()), ProofPage.of(judge.name(), report)));
    return report;
  }
}
