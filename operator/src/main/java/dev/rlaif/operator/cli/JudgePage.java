package dev.rlaif.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RewardJudgeStatus;
import dev.rlaif.api.v1alpha1.ValidationStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A judge whole, for people. */
final class JudgePage {
  private JudgePage() {}

  static String of(JsonNode judge) {
    RewardJudgeStatus status =
        StatusJson.of(judge, RewardJudgeStatus.class, RewardJudgeStatus.NONE);
    JsonNode metadata = judge.path("metadata");
    Integer usedBy = status.usedBy();
    return new Page()
        .heading(
            "%s %s/%s"
                .formatted(
                    RewardJudge.KIND,
                    metadata.path("namespace").asText(),
                    metadata.path("name").asText()))
        .fact("model", status.model())
        .fact("url", status.url())
        .fact("hash", status.hash())
        .fact("validation", validation(status.validation(), status.hash()))
        .fact("job", status.job())
        .fact("used by", usedBy == null ? null : usedBy + (usedBy == 1 ? " run" : " runs"))
        .conditions(status.conditions())
        .advice(status.conditions())
        .text();
  }

  private static @Nullable String validation(
      @Nullable ValidationStatus validation, @Nullable String hash) {
    if (validation == null) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    parts.add(Boolean.TRUE.equals(validation.passed()) ? "passed" : "not passed");
    if (!validation.hash().equals(hash)) {
      parts.add("of an earlier state of the judge");
    }
    add(parts, "accuracy ", accuracy(validation));
    add(parts, "F1 ", validation.f1());
    add(parts, "AUROC ", validation.auroc());
    add(parts, "calibration error ", validation.calibrationError());
    add(parts, "flip rate ", validation.flipRate());
    add(parts, "reworded ", validation.rewordingFlipRate());
    add(parts, "attacks that worked ", validation.injectionRate());
    add(parts, "cost ", validation.cost());
    validation.failedGates().forEach(gate -> parts.add("missed: " + gate));
    validation.warnings().forEach(warning -> parts.add("note: " + warning));
    return String.join(", ", parts);
  }

  private static @Nullable String accuracy(ValidationStatus validation) {
    return validation.accuracy() == null || validation.accuracyLow() == null
        ? validation.accuracy()
        : "%s (95 %% %s to %s)"
            .formatted(validation.accuracy(), validation.accuracyLow(), validation.accuracyHigh());
  }

  private static void add(List<String> parts, String name, @Nullable String value) {
    if (value != null) {
      parts.add(name + value);
    }
  }
}
