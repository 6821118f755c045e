package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Optional;
import java.util.stream.Collectors;

/** Only a run that proved better is served. */
public final class ServingGate {
  private ServingGate() {}

  /** Whether a run that did not pass is served all the same. */
  public enum Mode {
    PASSED_ONLY,
    FORCED
  }

  /**
   * Lets a run through or throws why not, naming every gate that failed.
   *
   * @param report of the run; absent if it was never evaluated
   */
  public static void check(Optional<EvaluationReport> report, Mode mode) {
    refusal(report)
        .filter(why -> mode == Mode.PASSED_ONLY)
        .ifPresent(
            why -> {
              throw StageFailure.wrong(why);
            });
  }

  /** Why the run is not to be served; empty if it passed. */
  public static Optional<String> refusal(Optional<EvaluationReport> report) {
    if (report.isEmpty()) {
      return Optional.of(
          "serving: the run was not evaluated; evaluate it, or force serving to look at it");
    }
    var verdict = report.get().verdict();
    if (verdict.passed()) {
      return Optional.empty();
    }
    String gates =
        verdict.failedGates().stream()
            .map(gate -> gate.gate() + " (" + gate.meaning() + ")")
            .collect(Collectors.joining("; "));
    return Optional.of(
        "serving: the evaluation rejected the run ("
            + verdict.summary()
            + "): "
            + gates
            + ". Train longer, change spec.evaluation.gates, or force serving to look at it");
  }
}
