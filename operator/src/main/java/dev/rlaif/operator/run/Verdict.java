package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.EvaluationStatus;

/** An evaluation in a sentence. */
final class Verdict {
  private Verdict() {}

  static String of(EvaluationStatus evaluation) {
    String figures =
        evaluation.summary() == null ? "" : "violations " + evaluation.summary() + " answers";
    String failed = String.join("; ", evaluation.failedGates());
    return failed.isEmpty() || figures.isEmpty() ? figures + failed : figures + ": " + failed;
  }
}
