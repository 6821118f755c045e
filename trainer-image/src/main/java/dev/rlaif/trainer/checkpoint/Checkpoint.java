package dev.rlaif.trainer.checkpoint;

import dev.rlaif.trainer.learn.AdamW;
import dev.rlaif.trainer.lora.Policy.Group;
import java.util.Map;
import java.util.Optional;

/**
 * A run between two steps. The adapter itself lies beside it as PEFT files.
 *
 * @param optimiser state of each group that is trained
 * @param valueHead flat parameters
 * @param behaviour flat parameters of the adapter that answers the next step's prompts, where that
 *     is not the one beside this: such a batch is made again by a resume
 */
public record Checkpoint(
    TrainingState state,
    Map<Group, AdamW.State> optimiser,
    float[] valueHead,
    Optional<float[]> behaviour) {

  /** Where the policy answers itself. */
  public Checkpoint(TrainingState state, Map<Group, AdamW.State> optimiser, float[] valueHead) {
    this(state, optimiser, valueHead, Optional.empty());
  }

  public long step() {
    return state.counters().step();
  }

  /** Bytes of the arrays, the adapter's included: it is as large as its first moment. */
  long sizeBytes() {
    long floats = valueHead.length + behaviour.map(array -> array.length).orElse(0);
    for (Map.Entry<Group, AdamW.State> entry : optimiser.entrySet()) {
      int copies = entry.getKey() == Group.LORA ? 3 : 2;
      floats += (long) copies * entry.getValue().firstMoment().length;
    }
    return floats * Float.BYTES;
  }
}
