package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Range;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The adapter that is trained.
 *
 * @param rank of the two matrices that are learned for each layer; default 16
 * @param alpha scale of the adapter, divided by the rank; default the rank
 * @param dropout share of inputs that are left out while training; default 0
 * @param targets layers that get an adapter; default all seven
 * @param rankStabilised scale alpha / sqrt(rank) instead of alpha / rank; default false
 * @param rankPattern other ranks by regular expression of a module's name or of the end of its
 *     path, such as {@code down_proj} or {@code layers.(0|1).mlp.up_proj}; where several match, the
 *     first in alphabetical order counts. PEFT's rank_pattern; absent: none
 * @param alphaPattern other alphas, likewise. PEFT's alpha_pattern; absent: none
 */
public record Lora(
    @Range(min = 1, max = 512) Integer rank,
    @Range(min = 0, max = 4096, aboveMin = true) Double alpha,
    @Range(min = 0, max = 1, belowMax = true) Double dropout,
    @Items(min = 1, max = 7, distinct = true) List<LoraTarget> targets,
    Boolean rankStabilised,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @Items(max = 32)
        Map<String, @Range(min = 1, max = 512) Integer> rankPattern,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @Items(max = 32)
        Map<String, @Range(min = 0, max = 4096, aboveMin = true) Double> alphaPattern) {
  static final Lora DEFAULTS =
      new Lora(16, 16.0, 0.0, List.of(LoraTarget.values()), false, Map.of(), Map.of());

  public Lora {
    rank = requireNonNullElse(rank, 16);
    alpha = requireNonNullElse(alpha, (double) rank);
    dropout = requireNonNullElse(dropout, 0.0);
    targets = List.copyOf(requireNonNullElse(targets, List.of(LoraTarget.values())));
    rankStabilised = requireNonNullElse(rankStabilised, false);
    rankPattern = sorted(requireNonNullElse(rankPattern, Map.of()));
    alphaPattern = sorted(requireNonNullElse(alphaPattern, Map.of()));
  }

  /** The largest rank of a module: what a server of the adapter must have room for. */
  public int largestRank() {
    return Math.max(
        rank, rankPattern.values().stream().mapToInt(Integer::intValue).max().orElse(1));
  }

  /** An API server keeps no order of its own, and the first that matches counts. */
  private static <T> Map<String, T> sorted(Map<String, T> patterns) {
    return Collections.unmodifiableMap(new TreeMap<>(patterns));
  }
}
