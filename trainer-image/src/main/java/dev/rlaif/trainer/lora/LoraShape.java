package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What an adapter looks like (LoRA, Hu et al. 2021).
 *
 * @param rank r of the products B A
 * @param dropout probability that an input of A is dropped while gradients are taken
 * @param rankStabilised factor alpha/sqrt(r) (Kalajdzievski 2023) in place of alpha/r
 * @param targets names of linear layers, some of q_proj, k_proj, v_proj, o_proj, gate_proj,
 *     up_proj, down_proj
 */
public record LoraShape(
    int rank, double alpha, double dropout, boolean rankStabilised, List<String> targets) {

  public LoraShape {
    targets = List.copyOf(targets);
    if (rank < 1) {
      throw StageFailure.wrong("LoRA rank is " + rank + ": must be at least 1");
    }
    if (!(alpha > 0)) {
      throw StageFailure.wrong("LoRA alpha is " + alpha + ": must be positive");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw StageFailure.wrong("LoRA dropout is " + dropout + ": must be from 0 to below 1");
    }
    if (targets.isEmpty()) {
      throw StageFailure.wrong("LoRA targets are empty: name some of " + LoraTarget.modules());
    }
    targets.forEach(LoraTarget::of);
  }

  /** Every linear layer, without dropout. */
  public static LoraShape allLinear(int rank, double alpha) {
    return new LoraShape(rank, alpha, 0, false, LoraTarget.modules());
  }

  /** The shape that a PEFT adapter folder declares. */
  public static LoraShape read(Path folder) {
    return AdapterConfig.read(folder).shape();
  }

  /** Factor of the low-rank product. */
  public double scale() {
    return alpha / (rankStabilised ? Math.sqrt(rank) : rank);
  }

  /** Ranks of q k v o gate up down, 0 where there is no adapter. */
  List<Integer> ranks() {
    Set<LoraTarget> carrying = targetSet();
    return Arrays.stream(LoraTarget.values())
        .map(target -> carrying.contains(target) ? rank : 0)
        .toList();
  }

  Set<LoraTarget> targetSet() {
    EnumSet<LoraTarget> set = EnumSet.noneOf(LoraTarget.class);
    targets.forEach(target -> set.add(LoraTarget.of(target)));
    return set;
  }
}
