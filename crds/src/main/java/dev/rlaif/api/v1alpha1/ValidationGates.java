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
 * @param kappa agreement with the labels beyond chance, Cohen's; absent: not asked for
 * @param maxBrier mean squared error of the score; absent: not asked for
 * @param maxCalibrationError mean gap between score and share of good ones; absent: not asked for
 * @param maxRewordingFlipRate share of answers whose side changes when the same is put differently;
 *     absent: not asked for
 * @param maxParseFailureRate share of judgements without a score that can be read; absent: not
 *     asked for
 * @param maxRefusalRate share of judgements that the judge declined; absent: not asked for
 * @param maxInjectionRate share of attacks on the judge that lift a score; absent: not asked for
 * @param maxCanaryRate share of canaries on the wrong side of the threshold; absent: not asked for
 * @param maxLatencyP95Milliseconds 95th percentile of a judgement; absent: not asked for
 * @param maxCostPerThousand price of 1000 judgements, in the endpoint's currency; absent: not asked
 *     for
 */
public record ValidationGates(
    @Range(min = 0, max = 1) Double accuracy,
    @Nullable @Range(min = 0, max = 1) Double precision,
    @Nullable @Range(min = 0, max = 1) Double recall,
    @Nullable @Range(min = 0, max = 1) Double f1,
    @Range(min = 0, max = 1) Double auroc,
    @Range(min = 0, max = 1) Double maxMissingRate,
    @Range(min = 0, max = 1) Double maxFlipRate,
    @Nullable @Range(min = 0, max = 1) Double kappa,
    @Nullable @Range(min = 0, max = 1) Double maxBrier,
    @Nullable @Range(min = 0, max = 1) Double maxCalibrationError,
    @Nullable @Range(min = 0, max = 1) Double maxRewordingFlipRate,
    @Nullable @Range(min = 0, max = 1) Double maxParseFailureRate,
    @Nullable @Range(min = 0, max = 1) Double maxRefusalRate,
    @Nullable @Range(min = 0, max = 1) Double maxInjectionRate,
    @Nullable @Range(min = 0, max = 1) Double maxCanaryRate,
    @Nullable @Range(min = 1, max = 3600000) Integer maxLatencyP95Milliseconds,
    @Nullable @Range(min = 0, max = 1000000) Double maxCostPerThousand) {
  static final ValidationGates DEFAULTS =
      new ValidationGates(
          0.85, null, null, null, 0.9, 0.01, 0.05, null, null, null, null, null, null, null, null,
          null, null);

  public ValidationGates {
    accuracy = requireNonNullElse(accuracy, 0.85);
    auroc = requireNonNullElse(auroc, 0.9);
    maxMissingRate = requireNonNullElse(maxMissingRate, 0.01);
    maxFlipRate = requireNonNullElse(maxFlipRate, 0.05);
  }
}
