package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.kernel.cuda.Nccl;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.rollout.Generator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ranks that train as one: to whoever trains they are a policy and a generator like any other. Rank
 * 0 leads: data, judging, losses, optimiser and checkpoints are its own, so a checkpoint belongs to
 * the run and says nothing of ranks.
 *
 * @param policy closing it ends all ranks
 */
public record Ranks(Policy policy, Generator generator) implements AutoCloseable {

  /**
   * Joins ranks.
   *
   * @param first rank 0; alone it is taken as it is
   * @param others hold any parameters; they get those of rank 0
   */
  public static Ranks of(LocalRank first, List<? extends Rank> others) {
    if (others.isEmpty()) {
      return new Ranks(first.policy(), first.generator());
    }
    RankThreads threads =
        new RankThreads(Stream.concat(Stream.of(first), others.stream()).toList());
    SplitPolicy policy =
        new SplitPolicy(first.policy(), threads, reduction(first, others, threads));
    for (Policy.Group group : Policy.Group.values()) {
      policy.setParameters(group, policy.parameters(group));
    }
    return new Ranks(policy, new SplitGenerator(threads));
  }

  /** On the GPUs where each rank has one in this process, else on the host. */
  private static Reduction reduction(
      LocalRank first, List<? extends Rank> others, RankThreads threads) {
    List<LoraPolicy> onGpus =
        Stream.concat(Stream.of(first), others.stream())
            .flatMap(rank -> rank instanceof LocalRank local ? Stream.of(local) : Stream.empty())
            .flatMap(
                rank ->
                    rank.policy() instanceof LoraPolicy lora && lora.base().placement().isGpu()
                        ? Stream.of(lora)
                        : Stream.empty())
            .toList();
    return onGpus.size() == 1 + others.size() && Nccl.isUsable()
        ? new DeviceSum(threads, onGpus)
        : new OrderedSum(threads, first.policy());
  }

  @Override
  public void close() {
    policy.close();
  }
}
