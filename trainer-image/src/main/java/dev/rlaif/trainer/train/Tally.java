package dev.rlaif.trainer.train;

import dev.rlaif.trainer.learn.LossStats;
import dev.rlaif.trainer.lora.Policy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the optimiser steps of one update add up to. */
final class Tally {
  private final List<LossStats> miniBatches = new ArrayList<>();
  private final Map<Policy.Group, Double> normSums = new EnumMap<>(Policy.Group.class);
  private int steps;
  private int skipped;

  void stepped(List<LossStats> used, Map<Policy.Group, Double> norms) {
    steps++;
    miniBatches.addAll(used);
    norms.forEach((group, norm) -> normSums.merge(group, norm, Double::sum));
  }

  /** An optimiser step left out: its ratios are shown, its losses count as 0. */
  void skip(List<LossStats> unused) {
    skipped++;
    unused.forEach(stats -> miniBatches.add(stats.withoutLosses()));
  }

  int steps() {
    return steps;
  }

  int skipped() {
    return skipped;
  }

  List<LossStats> miniBatches() {
    return List.copyOf(miniBatches);
  }

  LossStats lastMiniBatch() {
    return miniBatches.get(miniBatches.size() - 1);
  }

  LossStats sum() {
    return miniBatches.stream().reduce(LossStats.zero(), LossStats::plus);
  }

  /** Means over optimiser steps, before the clip. */
  Map<String, Double> gradientNorms() {
    Map<String, Double> norms = new LinkedHashMap<>();
    normSums.forEach(
        (group, sum) ->
            norms.put(
                switch (group) {
                  case LORA -> "grad_norm/policy";
                  case VALUE_HEAD -> "grad_norm/value";
                },
                sum / steps));
    return norms;
  }
}
