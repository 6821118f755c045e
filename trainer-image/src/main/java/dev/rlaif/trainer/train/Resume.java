package dev.rlaif.trainer.train;

import dev.rlaif.api.v1alpha1.Lora;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.checkpoint.CheckpointIdentity;
import dev.rlaif.trainer.checkpoint.DataCursor;
import dev.rlaif.trainer.checkpoint.SavedCheckpoint;
import dev.rlaif.trainer.checkpoint.Selection;
import dev.rlaif.trainer.checkpoint.TrainingState;
import dev.rlaif.trainer.checkpoint.TrainingState.Counters;
import dev.rlaif.trainer.learn.AdamW;
import dev.rlaif.trainer.learn.Algorithm;
import dev.rlaif.trainer.learn.KlBudget;
import dev.rlaif.trainer.learn.KlController;
import dev.rlaif.trainer.learn.ReferenceMoments;
import dev.rlaif.trainer.learn.RunningMoments;
import dev.rlaif.trainer.lora.Policy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Where training begins: afresh, or after the last step that a checkpoint holds. */
final class Resume {
  private final RunPlan plan;
  private final TrainStage.Trainee trainee;
  private final CheckpointIdentity identity;
  private final Map<Policy.Group, AdamW.State> optimiser = new EnumMap<>(Policy.Group.class);
  private Optional<float[]> behaviour = Optional.empty();

  /**
   * @param data fingerprint of what is trained on
   */
  Resume(RunPlan plan, TrainStage.Trainee trainee, String data) {
    this.plan = plan;
    this.trainee = trainee;
    Lora lora = plan.spec().lora();
    this.identity =
        new CheckpointIdentity(
            trainee.baseFingerprint(),
            plan.algorithm().type(),
            new CheckpointIdentity.Lora(
                lora.rank(),
                lora.alpha(),
                lora.rankStabilised(),
                lora.targets().stream().map(Object::toString).toList(),
                lora.rankPattern(),
                lora.alphaPattern()),
            data);
  }

  /** The state before the first step. */
  TrainingState begin(Optional<ReferenceMoments> reference) {
    return new TrainingState(
        identity,
        plan.hash(),
        PlanJson.write(plan),
        Counters.START,
        0,
        plan.spec().training().seed(),
        new DataCursor(identity.prompts(), 0, 0),
        KlController.of(plan.algorithm().kl()).coefficient(),
        RunningMoments.START,
        reference.orElse(null),
        Selection.START,
        0);
  }

  /** Puts the policy and the optimiser where the checkpoint was. */
  TrainingState restore(SavedCheckpoint saved) {
    TrainingState state = saved.checkpoint().state();
    state.identity().requireSame(identity, saved.folder().toString());
    trainee.policy().loadAdapter(saved.adapter());
    trainee.policy().setParameters(Policy.Group.VALUE_HEAD, saved.checkpoint().valueHead());
    optimiser.putAll(saved.checkpoint().optimiser());
    behaviour = saved.checkpoint().behaviour();
    return state.under(plan.hash(), PlanJson.write(plan));
  }

  /** Adapter that answers the next step, where the checkpoint says that it is not the policy. */
  Optional<float[]> behaviour() {
    return behaviour;
  }

  PolicyUpdate update(Workspace workspace) {
    return new PolicyUpdate(
        trainee.policy(),
        Algorithm.of(plan.algorithm()),
        new PolicyUpdate.Settings(
            plan.algorithm(), plan.spec().training().seed(), Optional.empty()),
        optimiser,
        dump -> DumpFile.write(workspace.train().resolve("dump.json"), dump));
  }

  /** The state after a step. */
  static TrainingState after(
      TrainingState before, DataOrder.Taken<?> taken, TrainingStep.Result step, KlBudget budget) {
    Counters counters = before.counters();
    boolean skipped = step.metrics().getOrDefault("ppo/optimiser_steps", 1.0) == 0;
    return new TrainingState(
        before.identity(),
        before.planHash(),
        before.planText(),
        new Counters(
            counters.step() + 1,
            counters.samples() + step.samples(),
            counters.prompts() + taken.data().size(),
            counters.tokens() + step.tokens(),
            counters.skippedSteps() + (skipped ? 1 : 0)),
        counters.step() + 1,
        before.seed(),
        taken.next(),
        step.carry().kl().coefficient(),
        step.carry().moments(),
        before.reference(),
        before.selection(),
        budget.after(step.kl()).streak());
  }
}
