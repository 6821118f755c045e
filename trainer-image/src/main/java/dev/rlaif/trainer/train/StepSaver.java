package dev.rlaif.trainer.train;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.trainer.checkpoint.Checkpoint;
import dev.rlaif.trainer.checkpoint.CheckpointStore;
import dev.rlaif.trainer.checkpoint.TrainingState;
import dev.rlaif.trainer.learn.AdamW;
import dev.rlaif.trainer.lora.Policy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes checkpoints, and knows when one is due. */
final class StepSaver {
  private final RunPlan plan;
  private final Policy policy;
  private final PolicyUpdate update;
  private final Supplier<Optional<float[]>> behaviour;
  private final CheckpointStore checkpoints;
  private final TrainingRecord record;
  private final TrainListener listener;
  private long lastSave = System.nanoTime();

  /**
   * @param behaviour adapter that answers the step after a checkpoint, if not the policy's
   */
  StepSaver(
      RunPlan plan,
      Policy policy,
      PolicyUpdate update,
      Supplier<Optional<float[]>> behaviour,
      CheckpointStore checkpoints,
      TrainingRecord record,
      TrainListener listener) {
    this.plan = plan;
    this.policy = policy;
    this.update = update;
    this.behaviour = behaviour;
    this.checkpoints = checkpoints;
    this.record = record;
    this.listener = listener;
  }

  boolean isDue(long step) {
    var wanted = plan.spec().training().checkpoint();
    Duration since = Duration.ofNanos(System.nanoTime() - lastSave);
    return step % wanted.everySteps() == 0
        || since.compareTo(Duration.ofMinutes(wanted.everyMinutes())) >= 0;
  }

  /** In the midst of an update there is nothing to save. */
  void saveBetweenUpdates(TrainingState state) {
    if (!update.isUnderWay()) {
      save(state);
    }
  }

  /** The checkpoint first: what it holds is done, and the record says so after it. */
  void save(TrainingState state) {
    Map<Policy.Group, AdamW.State> optimiser = new EnumMap<>(update.optimiserState());
    checkpoints.save(
        new Checkpoint(
            state, optimiser, policy.parameters(Policy.Group.VALUE_HEAD), behaviour.get()),
        folder -> policy.saveAdapter(folder, plan.spec().model().uri()));
    lastSave = System.nanoTime();
    record.saved(state.counters().step());
    listener.saved(state.counters().step());
  }
}
