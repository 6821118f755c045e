package dev.rlaif.trainer.train;

import dev.rlaif.trainer.lora.Policy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sum of gradients over the mini-batches of one optimiser step, flat fp32 per group. Kept beside
 * the policy's own so that a mini-batch can still be left out after its backward pass.
 */
record Gradients(Map<Policy.Group, float[]> byGroup) {

  static Gradients zeros(Policy policy, List<Policy.Group> groups) {
    Map<Policy.Group, float[]> zeros = new EnumMap<>(Policy.Group.class);
    for (Policy.Group group : groups) {
      zeros.put(group, new float[policy.parameters(group).length]);
    }
    return new Gradients(zeros);
  }

  /** Adds what the policy has gathered since its gradients were zeroed. */
  void add(Policy policy) {
    byGroup.forEach(
        (group, sum) -> {
          float[] more = policy.gradients(group);
          for (int i = 0; i < sum.length; i++) {
            sum[i] += more[i];
          }
        });
  }

  boolean isFinite() {
    for (float[] group : byGroup.values()) {
      for (float g : group) {
        if (!Float.isFinite(g)) {
          return false;
        }
      }
    }
    return true;
  }
}
