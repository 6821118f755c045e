package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.EvaluationStatus;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.api.v1alpha1.ValidationStatus;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.StageReport.Outcome;
import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.hub.ModelDownload.Downloaded;
import dev.rlaif.trainer.pair.PairManifest;
import dev.rlaif.trainer.pair.PairsText;
import dev.rlaif.trainer.prompt.PromptManifest;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.train.BaseScores;
import java.util.Locale;
import java.util.Optional;

/** What each stage says at its end. */
public final class Reports {
  private Reports() {}

  static StageReport model(String hash, Downloaded model) {
    return completed(
        StageName.MODEL,
        hash,
        String.format(
            Locale.ROOT,
            "%s at commit %s: %d files, %.1f MB",
            model.uri(),
            model.commit(),
            model.files(),
            model.sizeBytes() / 1e6));
  }

  static StageReport prompts(String hash, PromptManifest manifest) {
    int read = manifest.sources().stream().mapToInt(PromptManifest.Source::read).sum();
    int same =
        manifest.sources().stream()
            .mapToInt(source -> source.duplicates() + source.nearDuplicates())
            .sum();
    return completed(
        StageName.PROMPTS,
        hash,
        "%d prompts to train on, %d held out; %d read, %d of them duplicates"
            .formatted(manifest.train(), manifest.heldOut(), read, same));
  }

  static StageReport pairs(String hash, PairManifest manifest) {
    return completed(StageName.PAIRS, hash, PairsText.summary(manifest));
  }

  static StageReport train(
      String hash,
      TrainingStatus training,
      Optional<CheckpointStatus> checkpoint,
      Optional<BaseScores> base) {
    String message =
        training.step()
            + " of "
            + training.totalSteps()
            + " steps"
            + base.flatMap(BaseScores::warning).map(warning -> "; " + warning).orElse("");
    return new StageReport(
        StageName.TRAIN,
        hash,
        Outcome.SUCCEEDED,
        Reason.COMPLETED,
        message,
        training,
        checkpoint.orElse(null),
        null,
        null);
  }

  /** Of a node that another one leads, which says how the training went. */
  static StageReport followed(String hash) {
    return completed(StageName.TRAIN, hash, "trained with the first node, which says how it went");
  }

  /** Rejected is a result, too: the stage succeeded, its reason says what it found. */
  static StageReport evaluate(String hash, EvaluationReport found) {
    EvaluationStatus status = StatusFigures.evaluation(found);
    boolean passed = found.verdict().passed();
    String missed = String.join("; ", status.failedGates());
    return new StageReport(
        StageName.EVALUATE,
        hash,
        Outcome.SUCCEEDED,
        passed ? Reason.PASSED : Reason.BELOW_THRESHOLD,
        status.summary() + (passed ? "" : ": " + missed),
        null,
        null,
        status,
        null);
  }

  /** A judge that falls short is a result, too. */
  static StageReport judge(ValidationStatus status) {
    boolean passed = status.passed();
    String gates = String.join("; ", status.failedGates());
    return new StageReport(
        StageName.JUDGE,
        status.hash(),
        Outcome.SUCCEEDED,
        passed ? Reason.VALIDATED : Reason.BELOW_THRESHOLD,
        passed ? "passed its gates on " + status.examples() + " examples" : gates,
        null,
        null,
        null,
        status);
  }

  /**
   * Of a stage that did not come to its end.
   *
   * @param progress how far it came
   */
  public static StageReport failed(
      StageName stage, String hash, StageFailure failure, Progress progress) {
    boolean interrupted = failure.exit() == StageFailure.Exit.INTERRUPTED;
    return new StageReport(
        stage,
        hash,
        interrupted ? Outcome.INTERRUPTED : Outcome.FAILED,
        failure.reason(),
        failure.message(),
        progress.training().orElse(null),
        progress.checkpoint().orElse(null),
        null,
        null);
  }

  private static StageReport completed(StageName stage, String hash, String message) {
    return StageReport.of(stage, hash, Outcome.SUCCEEDED, Reason.COMPLETED, message);
  }
}
