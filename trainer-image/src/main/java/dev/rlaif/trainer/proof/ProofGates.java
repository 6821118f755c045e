package dev.rlaif.trainer.proof;

import dev.rlaif.api.v1alpha1.ValidationGates;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which gates of a validation a judge does not pass. */
final class ProofGates {
  private final List<FailedGate> failed = new ArrayList<>();

  private ProofGates() {}

  static List<FailedGate> failed(
      ValidationGates gates,
      @Nullable Calibration calibration,
      double missingRate,
      double flipRate) {
    var check = new ProofGates();
    double none = Double.NaN;
    check.atLeast(
        "accuracy", gates.accuracy(), calibration == null ? none : calibration.accuracy());
    check.atLeast(
        "precision", gates.precision(), calibration == null ? none : calibration.precision());
    check.atLeast("recall", gates.recall(), calibration == null ? none : calibration.recall());
    check.atLeast("f1", gates.f1(), calibration == null ? none : calibration.f1());
    check.atLeast("auroc", gates.auroc(), calibration == null ? none : calibration.auroc());
    check.atMost("maxMissingRate", gates.maxMissingRate(), missingRate);
    check.atMost("maxFlipRate", gates.maxFlipRate(), flipRate);
    return List.copyOf(check.failed);
  }

  private void atLeast(String gate, @Nullable Double wanted, double measured) {
    // Negated, so that NaN fails.
    if (wanted != null && !(measured >= wanted)) {
      failed.add(new FailedGate(gate, wanted, measured));
    }
  }

  private void atMost(String gate, double wanted, double measured) {
    if (!(measured <= wanted)) {
      failed.add(new FailedGate(gate, wanted, measured));
    }
  }
}
