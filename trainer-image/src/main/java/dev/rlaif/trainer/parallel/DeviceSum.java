package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.kernel.OptimiserKernels;
import dev.rlaif.trainer.kernel.cuda.Nccl;
import dev.rlaif.trainer.lora.AdapterOptimiser;
import dev.rlaif.trainer.lora.DeviceOptimiser;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.lora.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Each rank sums the gradients of its micro-batches on its own GPU; the sums meet once an optimiser
 * step, in one all-reduce, and every rank takes the same step by itself. What travels to the host
 * are scores and the value head's gradients.
 */
final class DeviceSum implements Reduction {
  private final RankThreads threads;
  private final List<LoraPolicy> policies;
  private final List<Nccl> group;

  /**
   * @param policies of the ranks, one a GPU
   */
  DeviceSum(RankThreads threads, List<LoraPolicy> policies) {
    this.threads = threads;
    this.policies = List.copyOf(policies);
    byte[] name = Nccl.newGroup();
    this.group =
        threads.onEach(
            (rank, of) -> Nccl.join(name, policies.size(), rank, policies.get(rank).device()));
  }

  @Override
  public void backward(List<List<Sequence>> microBatches, MicroLoss loss) {
    onEach(
        (rank, policy) -> {
          List<List<Sequence>> own = new ArrayList<>();
          for (int i = rank; i < microBatches.size(); i += policies.size()) {
            own.add(microBatches.get(i));
          }
          policy.backward(
              own,
              (index, now) -> {
                synchronized (this) {
                  return loss.gradients(rank + index * policies.size(), now);
                }
              });
        });
  }

  @Override
  public float[] gradients(Group head) {
    List<float[]> shares = threads.onEach((rank, of) -> policies.get(rank).gradients(head));
    float[] sum = shares.get(0);
    for (float[] share : shares.subList(1, shares.size())) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += share[i];
      }
    }
    return sum;
  }

  @Override
  public void zero() {
    onEach((rank, policy) -> policy.zeroGradients());
  }

  @Override
  public Optional<AdapterOptimiser> optimiser() {
    return Optional.of(new Whole());
  }

  /** All ranks' optimisers, which do the same. */
  private final class Whole implements AdapterOptimiser {
    @Override
    public void zero() {
      onEach((rank, policy) -> own(policy).zero());
    }

    @Override
    public void add() {
      onEach((rank, policy) -> own(policy).add());
    }

    @Override
    public double norm() {
      return threads
          .onEach(
              (rank, of) -> {
                DeviceOptimiser optimiser = own(policies.get(rank));
                group.get(rank).sum(optimiser.sumHandle(), optimiser.length());
                return optimiser.norm();
              })
          .get(0);
    }

    @Override
    public void step(OptimiserKernels.Update update) {
      onEach((rank, policy) -> own(policy).step(update));
    }

    @Override
    public float[] firstMoment() {
      return threads.onFirst(() -> own(policies.get(0)).firstMoment());
    }

    @Override
    public float[] secondMoment() {
      return threads.onFirst(() -> own(policies.get(0)).secondMoment());
    }

    @Override
    public void load(float[] firstMoment, float[] secondMoment) {
      onEach((rank, policy) -> own(policy).load(firstMoment, secondMoment));
    }

    private DeviceOptimiser own(LoraPolicy policy) {
      return policy.deviceOptimiser().orElseThrow();
    }
  }

  private interface Work {
    void of(int rank, LoraPolicy policy);
  }

  private void onEach(Work work) {
    threads.onEach(
        (rank, of) -> {
          work.of(rank, policies.get(rank));
          return rank;
        });
  }

  @Override
  public void close() {
    onEach((rank, policy) -> group.get(rank).close());
  }
}
