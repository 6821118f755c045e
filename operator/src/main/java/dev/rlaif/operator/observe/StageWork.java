package dev.rlaif.operator.observe;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.StageName;

/** What a stage does while it runs. */
public final class StageWork {
  private StageWork() {}

  public static Reason of(StageName stage) {
    return switch (stage) {
      case JUDGE -> Reason.VALIDATING;
      case MODEL -> Reason.DOWNLOADING;
      case PROMPTS -> Reason.PROMPTING;
      case PAIRS -> Reason.PAIRING;
      case TRAIN -> Reason.TRAINING;
      case EVALUATE -> Reason.EVALUATING;
      case SERVE -> Reason.DEPLOYED;
    };
  }
}
