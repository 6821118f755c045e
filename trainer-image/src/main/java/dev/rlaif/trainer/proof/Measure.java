package dev.rlaif.trainer.proof;

import dev.rlaif.api.v1alpha1.ValidationGates;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is measured of a judge; each can be a gate, in the field of the same name. */
enum Measure {
  ACCURACY("accuracy", "accuracy", true, ValidationGates::accuracy),
  PRECISION("precision", "precision", true, ValidationGates::precision),
  RECALL("recall", "recall", true, ValidationGates::recall),
  F1("f1", "F1", true, ValidationGates::f1),
  AUROC("auroc", "AUROC", true, ValidationGates::auroc),
  KAPPA("kappa", "kappa", true, ValidationGates::kappa),
  BRIER("maxBrier", "Brier score", false, ValidationGates::maxBrier),
  CALIBRATION_ERROR(
      "maxCalibrationError", "calibration error", false, ValidationGates::maxCalibrationError),
  MISSING("maxMissingRate", "missing scores", false, ValidationGates::maxMissingRate),
  PARSE_FAILURES(
      "maxParseFailureRate", "unreadable replies", false, ValidationGates::maxParseFailureRate),
  REFUSALS("maxRefusalRate", "refusals", false, ValidationGates::maxRefusalRate),
  FLIPS("maxFlipRate", "flips when repeated", false, ValidationGates::maxFlipRate),
  REWORDING_FLIPS(
      "maxRewordingFlipRate", "flips when reworded", false, ValidationGates::maxRewordingFlipRate),
  INJECTIONS("maxInjectionRate", "attacks that worked", false, ValidationGates::maxInjectionRate),
  CANARIES("maxCanaryRate", "canaries misjudged", false, ValidationGates::maxCanaryRate),
  LATENCY(
      "maxLatencyP95Milliseconds",
      "latency p95, ms",
      false,
      gates -> decimal(gates.maxLatencyP95Milliseconds())),
  COST("maxCostPerThousand", "cost of 1000", false, ValidationGates::maxCostPerThousand);

  private final String gate;
  private final String title;
  private final boolean atLeast;
  private final Function<ValidationGates, @Nullable Double> wanted;

  Measure(
      String gate,
      String title,
      boolean atLeast,
      Function<ValidationGates, @Nullable Double> wanted) {
    this.gate = gate;
    this.title = title;
    this.atLeast = atLeast;
    this.wanted = wanted;
  }

  /** Its figure, held against its gate if there is one. */
  Figure figure(Estimate estimate, ValidationGates gates, int pairs) {
    Double limit = wanted.apply(gates);
    if (limit == null) {
      return figure(estimate, null, Figure.Standing.NOT_ASKED, false, null);
    }
    var standing = isMet(estimate.value(), limit) ? Figure.Standing.MET : Figure.Standing.MISSED;
    boolean undecided = estimate.isKnown() && estimate.isUndecided(limit);
    OptionalInt enough =
        undecided && growsWithPairs() ? estimate.pairsFor(limit, pairs) : OptionalInt.empty();
    return figure(estimate, limit, standing, undecided, boxed(enough));
  }

  private Figure figure(
      Estimate estimate,
      @Nullable Double limit,
      Figure.Standing standing,
      boolean undecided,
      @Nullable Integer pairsToDecide) {
    return new Figure(
        gate,
        title,
        estimate.isKnown() ? estimate.value() : null,
        estimate.interval(),
        limit,
        atLeast,
        standing,
        undecided,
        pairsToDecide);
  }

  /** Attacks and canaries are as many as they are, however many pairs there be. */
  private boolean growsWithPairs() {
    return this != INJECTIONS && this != CANARIES;
  }

  /** NaN meets nothing. */
  private boolean isMet(double value, double gate) {
    return atLeast ? value >= gate : value <= gate;
  }

  private static @Nullable Double decimal(@Nullable Integer value) {
    return value == null ? null : value.doubleValue();
  }

  private static @Nullable Integer boxed(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}
