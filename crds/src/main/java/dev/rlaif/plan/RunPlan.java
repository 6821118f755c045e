package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import java.util.Map;
import java.util.Optional;

/**
 * What a run will do; everything is decided, nothing is looked up any more.
 *
 * @param evaluationJudge absent: the training judge scores the evaluation too
 * @param configMaps that the run and its judges name, their data by key
 * @param hash of all that may not change once the run has started
 */
public record RunPlan(
    String name,
    RlaifRunSpec spec,
    JudgePlan judge,
    Optional<JudgePlan> evaluationJudge,
    AlgorithmPlan algorithm,
    Map<String, Map<String, String>> configMaps,
    String hash) {

  public RunPlan {
    configMaps = Map.copyOf(configMaps);
  }
}
