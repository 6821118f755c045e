package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.PromptMode;
import dev.rlaif.api.v1alpha1.Resources;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.StageLimits;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;

/**
 * What a stage of a run asks of its Job and pod.
 *
 * @param gpus of each pod; 0 for a stage that only waits for others, so that no GPU idles
 * @param limits when it is given up
 */
record StageNeeds(StageName stage, int gpus, Resources resources, StageLimits limits) {
  private static final Resources UNSAID = new Resources(null, null);

  static StageNeeds of(StageName stage, RunPlan plan) {
    RlaifRunSpec spec = plan.spec();
    return switch (stage) {
      case JUDGE, SERVE -> throw new IllegalArgumentException(stage.word() + " is no Job of a run");
      case MODEL -> new StageNeeds(stage, 0, UNSAID, spec.prompts().limits());
      case PROMPTS -> prompts(spec);
      case PAIRS -> generating(stage, spec, spec.training().limits());
      case TRAIN ->
          new StageNeeds(
              stage, spec.training().gpus(), spec.training().resources(), spec.training().limits());
      case EVALUATE -> generating(stage, spec, spec.evaluation().limits());
    };
  }

  /** Whether the stage loads the run's model, and so needs what holds it. */
  static boolean readsModel(StageName stage, RlaifRunSpec spec) {
    return switch (stage) {
      case JUDGE, MODEL -> false;
      case PROMPTS -> isOffline(spec);
      case PAIRS, TRAIN, EVALUATE, SERVE -> true;
    };
  }

  private static StageNeeds prompts(RlaifRunSpec spec) {
    return isOffline(spec)
        ? generating(StageName.PROMPTS, spec, spec.prompts().limits())
        : new StageNeeds(StageName.PROMPTS, 0, UNSAID, spec.prompts().limits());
  }

  /** A stage in which the frozen model answers: what the evaluation needs is enough for it. */
  private static StageNeeds generating(StageName stage, RlaifRunSpec spec, StageLimits limits) {
    int gpus = spec.evaluation().gpus();
    boolean sameMachine = gpus == 0 && spec.training().gpus() == 0;
    return new StageNeeds(stage, gpus, sameMachine ? spec.training().resources() : UNSAID, limits);
  }

  private static boolean isOffline(RlaifRunSpec spec) {
    return spec.prompts().generate() != null
        && spec.prompts().generate().mode() == PromptMode.OFFLINE;
  }
}
