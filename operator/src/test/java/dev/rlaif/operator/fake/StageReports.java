package dev.rlaif.operator.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.EvaluatedSide;
import dev.rlaif.api.v1alpha1.EvaluationStatus;
import dev.rlaif.api.v1alpha1.Metric;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.api.v1alpha1.ValidationStatus;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Reports of stages that went well. */
public final class StageReports {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StageReports() {}

  /** Hash of the plan, or of the judge, that a plan ConfigMap holds. */
  static String hash(String plan) {
    try {
      JsonNode tree = JSON.readTree(plan);
      return tree.has("hash") ? tree.get("hash").asText() : tree.at("/judge/hash").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static StageReport succeeded(StageName stage, String hash) {
    return new StageReport(
        stage,
        hash,
        StageReport.Outcome.SUCCEEDED,
        switch (stage) {
          case JUDGE, EVALUATE -> Reason.PASSED;
          case MODEL, PROMPTS, PAIRS, TRAIN, SERVE -> Reason.COMPLETED;
        },
        "done",
        stage == StageName.TRAIN ? training() : null,
        stage == StageName.TRAIN ? new CheckpointStatus(285L, Instant.EPOCH) : null,
        stage == StageName.EVALUATE ? evaluation() : null,
        stage == StageName.JUDGE ? validation(hash, true) : null);
  }

  /** The tuned model missed a gate. */
  public static StageReport rejected(StageReport report) {
    return new StageReport(
        report.stage(),
        report.hash(),
        report.outcome(),
        Reason.BELOW_THRESHOLD,
        "minImprovement 0.1 was missed: 0.02",
        null,
        null,
        new EvaluationStatus(
            false,
            100,
            side(43),
            side(42),
            "0.0233",
            null,
            null,
            "0.5",
            "1.1",
            "43 -> 42 of 100",
            List.of("minImprovement 0.1 was missed: 0.02")),
        null);
  }

  /** The judge falls short of a gate. */
  public static StageReport fallsShort(StageReport report) {
    return new StageReport(
        report.stage(),
        report.hash(),
        report.outcome(),
        Reason.BELOW_THRESHOLD,
        "accuracy 0.6 is below 0.85",
        null,
        null,
        null,
        validation(report.hash(), false));
  }

  private static TrainingStatus training() {
    return new TrainingStatus(
        285L,
        285L,
        100,
        0L,
        Instant.EPOCH,
        List.of(new Metric("reward_mean", "1.2031"), new Metric("kl_mean", "4.1")));
  }

  private static EvaluationStatus evaluation() {
    return new EvaluationStatus(
        true,
        100,
        side(43),
        side(30),
        "0.3023",
        "0.12",
        "0.47",
        "0.66",
        "4.1",
        "43 -> 30 of 100",
        List.of());
  }

  private static EvaluatedSide side(int violations) {
    return new EvaluatedSide(violations, "0." + violations, 97, 99, "0.61");
  }

  private static ValidationStatus validation(String hash, boolean passed) {
    return new ValidationStatus(
        hash,
        passed,
        200,
        passed ? "0.9650" : "0.6",
        "0.9697",
        "0.96",
        "0.9648",
        "0.991",
        "0.03",
        "0.01",
        192,
        6,
        194,
        8,
        0,
        410L,
        980L,
        passed ? List.of() : List.of("accuracy 0.6 is below 0.85"),
        Instant.EPOCH,
        passed ? "0.9421" : "0.55",
        passed ? "0.979" : "0.65",
        "0.021",
        "0.02",
        "0.05",
        0,
        null,
        List.of());
  }
}
