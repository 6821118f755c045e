package dev.rlaif.trainer.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judges;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a judge's document to the proof that it scores right. */
public final class JudgeStage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Sources sources;
  private final Map<String, String> environment;

  public JudgeStage(Sources sources, Map<String, String> environment) {
    this.sources = sources;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Proves the judge; whether it passed, the report says. Scores that a workspace holds are not
   * asked for again.
   *
   * @param workspace that takes the report and the records; empty: nothing is written
   * @throws StageFailure with exit code 75 if it was interrupted
   */
  public JudgeProofReport run(
      JudgePlan plan,
      Optional<Workspace> workspace,
      JudgeProof.Progress progress,
      StopSignal stop) {
    Validation validation = plan.spec().validation();
    if (validation == null) {
      throw StageFailure.wrong(
          "RewardJudge "
              + plan.name()
              + " has no spec.validation, so nothing can be proved: add"
              + " validation.examples with prompt, good and bad");
    }
    List<LabelledPair> pairs =
        StageFailure.blaming(
            Reason.DATA_INVALID, () -> LabelledPair.load(validation.examples(), sources));
    try (Judge judge = new Judges(sources, environment, workspace).open(plan)) {
      JudgeProofReport report = new JudgeProof(judge, validation).prove(pairs, progress, stop);
      workspace.ifPresent(folder -> AtomicFile.write(folder.judgeProof(plan.name()), json(report)));
      return report;
    } catch (Stopped stopped) {
      throw StageFailure.interrupted(
          "stopped while the judge "
              + plan.name()
              + " was proved; the same command goes on, and asks for no score twice that the"
              + " workspace holds");
    }
  }

  /** The report as JSON, indented. */
  public static String json(JudgeProofReport report) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and strings are always writable", e);
    }
  }
}
