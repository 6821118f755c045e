package dev.rlaif.trainer.lora;

import dev.rlaif.api.v1alpha1.Lora;
import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an adapter looks like (LoRA, Hu et al. 2021).
 *
 * @param rank r of the products B A
 * @param dropout probability that an input of A is dropped while gradients are taken
 * @param rankStabilised factor alpha/sqrt(r) (Kalajdzievski 2023) in place of alpha/r
 * @param modules linear layers that carry an adapter
 * @param patterns layers whose rank or alpha is another
 */
public record LoraShape(
    int rank,
    double alpha,
    double dropout,
    boolean rankStabilised,
    LoraModules modules,
    LoraPatterns patterns) {

  public LoraShape {
    if (rank < 1) {
      throw StageFailure.wrong("LoRA rank is " + rank + ": must be at least 1");
    }
    if (!(alpha > 0)) {
      throw StageFailure.wrong("LoRA alpha is " + alpha + ": must be positive");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw StageFailure.wrong("LoRA dropout is " + dropout + ": must be from 0 to below 1");
    }
  }

  /**
   * The same rank and alpha everywhere.
   *
   * @param targets names of linear layers, some of q_proj, k_proj, v_proj, o_proj, gate_proj,
   *     up_proj, down_proj
   */
  public LoraShape(
      int rank, double alpha, double dropout, boolean rankStabilised, List<String> targets) {
    this(rank, alpha, dropout, rankStabilised, LoraModules.of(targets), LoraPatterns.NONE);
  }

  /** The shape that a run asks for. */
  public static LoraShape of(Lora lora) {
    List<String> targets =
        lora.targets().stream().map(target -> target.name().toLowerCase(Locale.ROOT)).toList();
    return new LoraShape(
        lora.rank(),
        lora.alpha(),
        lora.dropout(),
        lora.rankStabilised(),
        LoraModules.of(targets),
        new LoraPatterns(lora.rankPattern(), lora.alphaPattern()));
  }

  /** Every linear layer, without dropout. */
  public static LoraShape allLinear(int rank, double alpha) {
    return new LoraShape(rank, alpha, 0, false, LoraTarget.modules());
  }

  /** The shape that a PEFT adapter folder declares. */
  public static LoraShape read(Path folder) {
    return AdapterConfig.read(folder).shape();
  }

  /**
   * Patterns are meant to change something.
   *
   * @throws StageFailure one of them matches no module of the model that carries an adapter
   */
  public void requireMatches(ModelShape model) {
    List<String> paths = new ArrayList<>();
    for (int layer = 0; layer < model.layers(); layer++) {
      for (LoraTarget target : LoraTarget.values()) {
        if (modules.cover(target, layer)) {
          paths.add(target.path(layer));
        }
      }
    }
    List<String> idle = patterns.unmatched(paths);
    if (!idle.isEmpty()) {
      throw StageFailure.wrong(
          "LoRA pattern '"
              + idle.get(0)
              + "' matches no module of this model's "
              + model.layers()
              + " layers that carries an adapter; these are "
              + paths.get(0)
              + " to "
              + paths.get(paths.size() - 1));
    }
  }

  /** Rank of a layer's module, 0 where it carries no adapter. */
  int rank(LoraTarget target, int layer) {
    return modules.cover(target, layer) ? patterns.rank(target.path(layer)).orElse(rank) : 0;
  }

  /** Factor of the low-rank product of a layer's module. */
  double scale(LoraTarget target, int layer) {
    String path = target.path(layer);
    int r = patterns.rank(path).orElse(rank);
    return patterns.alpha(path).orElse(alpha) / (rankStabilised ? Math.sqrt(r) : r);
  }
}
