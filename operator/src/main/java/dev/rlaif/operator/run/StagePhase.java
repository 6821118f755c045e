package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.plan.StageName;

/** Which phase people see while a stage is at work. */
final class StagePhase {
  private StagePhase() {}

  static RunPhase of(StageName stage) {
    return switch (stage) {
      case JUDGE -> RunPhase.VALIDATING_JUDGE;
      case MODEL, PROMPTS -> RunPhase.PREPARING;
      case PAIRS -> RunPhase.PAIRING;
      case TRAIN -> RunPhase.TRAINING;
      case EVALUATE -> RunPhase.EVALUATING;
      case SERVE -> RunPhase.DEPLOYING;
    };
  }
}
