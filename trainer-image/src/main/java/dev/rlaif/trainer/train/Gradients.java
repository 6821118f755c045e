package dev.rlaif.trainer.train;

import dev.rlaif.trainer.learn.GradientNorm;
import dev.rlaif.trainer.lora.AdapterOptimiser;
import dev.rlaif.trainer.lora.Policy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sum of gradients over the mini-batches of one optimiser step. Kept beside the policy's own so
 * that a mini-batch can still be left out after its backward pass.
 *
 * @param byGroup flat fp32, of the groups whose gradients come to the host
 * @param resident the adapter's, where they do not
 */
record Gradients(Map<Policy.Group, float[]> byGroup, Optional<AdapterOptimiser> resident) {

  static Gradients zeros(
      Policy policy, List<Policy.Group> groups, Optional<AdapterOptimiser> resident) {
    Map<Policy.Group, float[]> zeros = new EnumMap<>(Policy.Group.class);
    for (Policy.Group group : groups) {
      if (group != Policy.Group.LORA || resident.isEmpty()) {
        zeros.put(group, new float[policy.parameters(group).length]);
      }
    }
    resident.ifPresent(AdapterOptimiser::zero);
    return new Gradients(zeros, resident);
  }

  /** Adds what the policy has gathered since its gradients were zeroed. */
  void add(Policy policy) {
    resident.ifPresent(AdapterOptimiser::add);
    byGroup.forEach(
        (group, sum) -> {
          float[] more = policy.gradients(group);
          for (int i = 0; i < sum.length; i++) {
            sum[i] += more[i];
          }
        });
  }

  /** Norm of each group, when all is added; NaN or infinite if any entry is. */
  Map<Policy.Group, Double> norms() {
    Map<Policy.Group, Double> norms = new EnumMap<>(Policy.Group.class);
    resident.ifPresent(adapter -> norms.put(Policy.Group.LORA, adapter.norm()));
    byGroup.forEach((group, flat) -> norms.put(group, GradientNorm.of(flat)));
    return norms;
  }
}
