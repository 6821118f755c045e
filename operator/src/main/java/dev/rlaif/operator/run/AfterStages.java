package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.EvaluationStatus;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.observe.Ownership;
import org.jspecify.annotations.Nullable;

/** Every stage is done: the evaluation's verdict decides whether the model is served. */
final class AfterStages {
  private final Pass pass;

  AfterStages(Pass pass) {
    this.pass = pass;
  }

  RunDecision decide() {
    EvaluationStatus evaluation = pass.draft().evaluation();
    if (evaluation == null || !Boolean.TRUE.equals(evaluation.passed())) {
      return rejected(evaluation);
    }
    Suspension suspension = new Suspension(pass);
    if (pass.wishes().suspend()) {
      return suspension.of(
          pass.seen().serving().present().stream()
              .filter(object -> Ownership.isOf(pass.seen().run(), object))
              .toList());
    }
    suspension.resume();
    pass.draft().phase(RunPhase.DEPLOYING);
    return new ServingFlow(pass).decide();
  }

  /** A result and no failure: nothing is served, and whatever served before stays untouched. */
  private RunDecision rejected(@Nullable EvaluationStatus evaluation) {
    String why = evaluation == null ? "" : Verdict.of(evaluation);
    pass.draft().end(RunPhase.REJECTED).headline(Headline.stalled(Reason.BELOW_THRESHOLD, why));
    return pass.decision();
  }
}
