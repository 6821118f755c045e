package dev.rlaif.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.EvaluationStatus;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.api.v1alpha1.ValidationStatus;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a stage says at its end, as the termination message of its container.
 *
 * @param hash of the plan, or of the judge, that the stage worked on
 * @param reason why it ended so
 * @param message for people: where, what, and what would do
 * @param training of the train stage
 * @param checkpoint the newest one, of the train stage
 * @param evaluation of the evaluate stage
 * @param validation of the judge stage
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageReport(
    StageName stage,
    String hash,
    Outcome outcome,
    Reason reason,
    String message,
    @Nullable TrainingStatus training,
    @Nullable CheckpointStatus checkpoint,
    @Nullable EvaluationStatus evaluation,
    @Nullable ValidationStatus validation) {

  /** Bytes of a termination message that Kubernetes keeps. */
  public static final int MAX_BYTES = 4096;

  /** How a stage ended. */
  public enum Outcome {
    @JsonProperty("Succeeded")
    SUCCEEDED,
    @JsonProperty("Failed")
    FAILED,
    @JsonProperty("Interrupted")
    INTERRUPTED
  }

  /** A report that says no more than how it ended. */
  public static StageReport of(
      StageName stage, String hash, Outcome outcome, Reason reason, String message) {
    return new StageReport(stage, hash, outcome, reason, message, null, null, null, null);
  }

  /** As JSON of at most {@link #MAX_BYTES} bytes; a message that is too long loses its end. */
  public String json() {
    String json = PlanJson.write(this);
    int surplus = json.getBytes(StandardCharsets.UTF_8).length - MAX_BYTES;
    if (surplus <= 0) {
      return json;
    }
    // A character can have six bytes in JSON, so cutting as many characters as there are bytes too
    // many always ends.
    int end = Math.max(0, message.length() - surplus - 1);
    if (message.isEmpty()) {
      throw new IllegalStateException("figures alone exceed " + MAX_BYTES + " bytes: " + json);
    }
    return withMessage(message.substring(0, end) + (end == 0 ? "" : "…")).json();
  }

  /** What {@link #json} wrote; absent where the text is anything else. */
  public static Optional<StageReport> read(String text) {
    try {
      StageReport report = PlanJson.read(text, StageReport.class);
      return report == null || !report.isWhole() ? Optional.empty() : Optional.of(report);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("ConstantValue") // Jackson leaves null what the text leaves out
  private boolean isWhole() {
    return stage != null && hash != null && outcome != null && reason != null && message != null;
  }

  private StageReport withMessage(String shorter) {
    return new StageReport(
        stage, hash, outcome, reason, shorter, training, checkpoint, evaluation, validation);
  }
}
