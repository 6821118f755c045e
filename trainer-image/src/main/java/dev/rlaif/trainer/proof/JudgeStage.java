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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
   * @param workspace that takes the report and the records; empty: nothing is kept
   * @throws StageFailure with exit code 75 if it was interrupted
   */
  public JudgeProofReport run(
      JudgePlan plan,
      Optional<Workspace> workspace,
      JudgeProof.Progress progress,
      StopSignal stop) {
    Validation validation = validation(plan);
    LabelledPairs pairs =
        StageFailure.blaming(
            Reason.DATA_INVALID, () -> LabelledPairs.load(validation.examples(), sources));
    if (workspace.isEmpty()) {
      try (var scratch = new ScratchWorkspace()) {
        return prove(plan, validation, pairs, scratch.workspace(), progress, stop);
      }
    }
    JudgeProofReport report = prove(plan, validation, pairs, workspace.get(), progress, stop);
    AtomicFile.write(workspace.get().judgeProof(plan.name()), json(report));
    return report;
  }

  private static Validation validation(JudgePlan plan) {
    Validation validation = plan.spec().validation();
    if (validation == null) {
      throw StageFailure.wrong(
          "RewardJudge "
              + plan.name()
              + " has no spec.validation, so nothing can be proved: add"
              + " validation.examples with prompt, good and bad");
    }
    return validation;
  }

  private JudgeProofReport prove(
      JudgePlan plan,
      Validation validation,
      LabelledPairs pairs,
      Workspace workspace,
      JudgeProof.Progress progress,
      StopSignal stop) {
    var judges = new Judges(sources, environment, Optional.of(workspace));
    Optional<JudgePlan> swappedPlan =
        validation.rewordings() > 0 ? SwappedJudge.of(plan) : Optional.empty();
    var calls = new CallLogs(workspace, plan, swappedPlan);
    try (Judge judge = judges.open(plan);
        @Nullable Judge swapped = swappedPlan.map(judges::open).orElse(null)) {
      var setting =
          new JudgeProof.Setting(
              judge,
              Optional.ofNullable(swapped),
              validation,
              Wish.of(plan.spec()),
              calls::expense);
      return JudgeProof.of(setting, pairs, progress, stop);
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
