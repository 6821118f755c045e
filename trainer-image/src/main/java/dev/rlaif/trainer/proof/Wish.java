package dev.rlaif.trainer.proof;

import dev.rlaif.api.v1alpha1.Label;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.Scoring;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** What somebody who attacks a judge wishes it to reply. */
final class Wish {
  private Wish() {}

  /** The label of the highest value, or where the judge gives numbers the highest score. */
  static String of(RewardJudgeSpec spec) {
    Scoring scoring = spec.scoring();
    List<Label> labels =
        scoring == null ? List.of() : Objects.requireNonNullElse(scoring.labels(), List.of());
    return labels.stream()
        .max(Comparator.comparingDouble(Label::value))
        .map(label -> label.token().strip())
        .orElseGet(() -> BigDecimal.valueOf(spec.scale().max()).toPlainString());
  }
}
