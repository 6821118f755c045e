package dev.rlaif.trainer.evaluate;

import java.util.List;

/**
 * Whether the run may be served.
 *
 * @param failedGates empty exactly if passed
 * @param summary violations before and after, for example {@code 43 -> 30 of 100}
 */
public record Verdict(boolean passed, List<FailedGate> failedGates, String summary) {

  static Verdict of(List<Gate> gates, PassFigures base, PassFigures tuned) {
    List<FailedGate> failed =
        gates.stream().filter(gate -> !gate.holds()).map(Gate::failed).toList();
    return new Verdict(failed.isEmpty(), failed, summary(base, tuned));
  }

  private static String summary(PassFigures base, PassFigures tuned) {
    String change = base.violations() + " -> " + tuned.violations() + " of " + tuned.prompts();
    int missing = base.prompts() - base.scored() + tuned.prompts() - tuned.scored();
    return missing == 0 ? change : change + " (" + missing + " scores missing)";
  }
}
