package dev.rlaif.trainer.rescore;

import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.evaluate.EvaluationSample;
import dev.rlaif.trainer.evaluate.JudgedAnswer;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.tracking.RolloutRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answers of a run, as its workspace keeps them. */
public final class KeptSamples {
  private KeptSamples() {}

  /**
   * Reads them: training first, then the evaluation.
   *
   * @param steps of training, and nothing of the evaluation; empty: all there is
   * @throws StageFailure if there are none
   */
  public static List<KeptSample> read(Workspace workspace, Optional<StepRange> steps) {
    List<KeptSample> samples = new ArrayList<>();
    var rollouts = new RolloutLog(workspace.rollouts());
    List<Long> written = rollouts.steps();
    for (long step : written) {
      if (steps.isEmpty() || steps.get().contains(step)) {
        rollouts.read(step).forEach(row -> samples.add(of(row)));
      }
    }
    if (steps.isEmpty()) {
      samples.addAll(evaluated(workspace.evaluationSamples()));
    }
    if (samples.isEmpty()) {
      throw StageFailure.wrong(none(workspace, written, steps));
    }
    return samples;
  }

  private static List<KeptSample> evaluated(Path file) {
    List<KeptSample> samples = new ArrayList<>();
    if (Files.exists(file)) {
      for (JsonLines.Line line : JsonLines.log(file)) {
        EvaluationSample sample = line.as(EvaluationSample.class);
        samples.add(of(sample, "base", sample.base()));
        samples.add(of(sample, "tuned", sample.tuned()));
      }
    }
    return samples;
  }

  private static KeptSample of(RolloutRow row) {
    return new KeptSample(
        "step " + row.step(),
        row.promptId() + "/" + row.sample(),
        row.prompt(),
        row.answer(),
        row.finish() == FinishReason.STOP,
        row.probability());
  }

  private static KeptSample of(EvaluationSample sample, String side, JudgedAnswer answer) {
    return new KeptSample(
        sample.pass() + " " + side,
        sample.id(),
        sample.question(),
        answer.text(),
        answer.ended(),
        answer.p());
  }

  private static String none(Workspace workspace, List<Long> written, Optional<StepRange> steps) {
    if (written.isEmpty()) {
      return workspace.root()
          + " holds no answers, neither in train/rollouts nor in evaluation/samples.jsonl: give the"
          + " workspace of a run that trained with spec.tracking.rollouts true";
    }
    return workspace.rollouts()
        + " has nothing of "
        + steps.map(StepRange::toString).orElse("any step")
        + ": it has steps "
        + written.get(0)
        + " to "
        + written.get(written.size() - 1);
  }
}
