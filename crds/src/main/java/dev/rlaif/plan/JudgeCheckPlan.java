package dev.rlaif.plan;

import java.util.Map;

/**
 * A judge that is to be proved by itself, without a run.
 *
 * @param configMaps that it names, their data by key
 */
public record JudgeCheckPlan(JudgePlan judge, Map<String, Map<String, String>> configMaps) {

  public JudgeCheckPlan {
    configMaps = Map.copyOf(configMaps);
  }

  /**
   * Of all that the proof's outcome depends on: the judge, its examples, threshold, repeats and
   * gates. A judge keeps its own hash when only its examples change, and is to be proved again.
   */
  public String hash() {
    return PlanHash.ofProof(judge, configMaps);
  }
}
