package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * What a judge must reach on its examples.
 *
 * @param accuracy share of answers on the right side of the threshold; default 0.85
 * @param precision share of those called good that are; absent: not asked for
 * @param recall share of the good ones that are called so; absent: not asked for
 * @param f1 harmonic mean of precision and recall; absent: not asked for
 * @param auroc area under the ROC curve; default 0.9
 * @param maxMissingRate share of judgements without a score; default 0.01
 * @param maxFlipRate share of examples whose side changes between repeats; default 0.05
 */
public record ValidationGates(
    @Range(min = 0, max = 1) Double accuracy,
    @Nullable @Range(min = 0, max = 1) Double precision,
    @Nullable @Range(min = 0, max = 1) Double recall,
    @Nullable @Range(min = 0, max = 1) Double f1,
    @Range(min = 0, max = 1) Double auroc,
    @Range(min = 0, max = 1) Double maxMissingRate,
    @Range(min = 0, max = 1) Double maxFlipRate) {
  static final ValidationGates DEFAULTS =
      new ValidationGates(0.85, null, null, null, 0.9, 0.01, 0.05);

  public ValidationGates {
    accuracy = requireNonNullElse(accuracy, 0.85);
    auroc = requireNonNullElse(auroc, 0.9);
    maxMissingRate = requireNonNullElse(maxMissingRate, 0.01);
    maxFlipRate = requireNonNullElse(maxFlipRate, 0.05);
  }
}
