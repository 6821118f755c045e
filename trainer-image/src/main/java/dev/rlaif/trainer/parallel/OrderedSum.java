package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.lora.AdapterOptimiser;
import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.lora.Sequence;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Micro-batches go to the ranks in turn, and their gradients are added on the host in the order of
 * the micro-batches, in fp32 as one rank adds them up by itself: the same micro-batches give the
 * same sum bit for bit, whatever the ranks and whichever of them is faster.
 */
final class OrderedSum implements Reduction {
  private final RankThreads ranks;
  private final Map<Group, float[]> sums = new EnumMap<>(Group.class);

  /**
   * @param like has as many parameters as each rank
   */
  OrderedSum(RankThreads ranks, Policy like) {
    this.ranks = ranks;
    for (Group group : Group.values()) {
      sums.put(group, new float[ranks.onFirst(() -> like.parameters(group)).length]);
    }
  }

  @Override
  public void zero() {
    sums.values().forEach(sum -> Arrays.fill(sum, 0));
  }

  @Override
  public void backward(List<List<Sequence>> microBatches, MicroLoss loss) {
    for (int begin = 0; begin < microBatches.size(); begin += ranks.size()) {
      int round = begin;
      ranks
          .onEach((number, rank) -> gradients(rank, round + number, microBatches, loss))
          .forEach(gradients -> gradients.ifPresent(this::add));
    }
  }

  private Optional<Map<Group, float[]>> gradients(
      Rank rank, int index, List<List<Sequence>> microBatches, MicroLoss loss) {
    if (index >= microBatches.size()) {
      return Optional.empty();
    }
    MicroLoss inTurn =
        (only, now) -> {
          synchronized (this) {
            return loss.gradients(index, now);
          }
        };
    return Optional.of(rank.gradients(microBatches.get(index), inTurn));
  }

  private void add(Map<Group, float[]> gradients) {
    sums.forEach(
        (group, sum) -> {
          float[] more = gradients.getOrDefault(group, new float[0]);
          for (int i = 0; i < more.length; i++) {
            sum[i] += more[i];
          }
        });
  }

  @Override
  public float[] gradients(Group group) {
    return sums.getOrDefault(group, new float[0]).clone();
  }

  @Override
  public Optional<AdapterOptimiser> optimiser() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
