package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Generator;
import dev.rlaif.trainer.rollout.Sampling;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A rank of this process.
 *
 * @param policy closed with this
 * @param generator of answers with the policy's parameters as they are at each call
 */
public record LocalRank(Policy policy, Generator generator) implements Rank {

  @Override
  public void begin() {
    policy.useOnThisThread();
  }

  @Override
  public List<Completion> generate(
      List<GenerationRequest> requests, Sampling sampling, Consumer<Completion> finished) {
    return generator.generate(requests, sampling, finished);
  }

  @Override
  public TokenScores score(List<Sequence> sequences, Policy.Adapter adapter) {
    return policy.score(sequences, adapter);
  }

  @Override
  public Map<Policy.Group, float[]> gradients(List<Sequence> microBatch, MicroLoss loss) {
    policy.zeroGradients();
    policy.backward(List.of(microBatch), loss);
    Map<Policy.Group, float[]> gradients = new EnumMap<>(Policy.Group.class);
    for (Policy.Group group : Policy.Group.values()) {
      gradients.put(group, policy.gradients(group));
    }
    return gradients;
  }

  @Override
  public void setParameters(Policy.Group group, float[] flat) {
    policy.setParameters(group, flat);
  }

  @Override
  public void close() {
    policy.close();
  }
}
