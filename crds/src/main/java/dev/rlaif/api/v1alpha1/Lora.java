package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Range;
import java.util.List;

/**
 * The adapter that is trained.
 *
 * @param rank of the two matrices that are learned for each layer; default 16
 * @param alpha scale of the adapter, divided by the rank; default the rank
 * @param dropout share of inputs that are left out while training; default 0
 * @param targets layers that get an adapter; default all seven
 * @param rankStabilised scale alpha / sqrt(rank) instead of alpha / rank; default false
 */
public record Lora(
    @Range(min = 1, max = 512) Integer rank,
    @Range(min = 0, max = 4096, aboveMin = true) Double alpha,
    @Range(min = 0, max = 1, belowMax = true) Double dropout,
    @Items(min = 1, max = 7, distinct = true) List<LoraTarget> targets,
    Boolean rankStabilised) {
  static final Lora DEFAULTS = new Lora(16, 16.0, 0.0, List.of(LoraTarget.values()), false);

  public Lora {
    rank = requireNonNullElse(rank, 16);
    alpha = requireNonNullElse(alpha, (double) rank);
    dropout = requireNonNullElse(dropout, 0.0);
    targets = List.copyOf(requireNonNullElse(targets, List.of(LoraTarget.values())));
    rankStabilised = requireNonNullElse(rankStabilised, false);
  }
}
