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
}
