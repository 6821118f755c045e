package dev.rlaif.operator.observe;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.kube.RewardJudgeResource;
import java.util.List;
import java.util.Map;

/**
 * What a run refers to, as far as it is there.
 *
 * @param judges by name, those of training and evaluation
 * @param configMaps data by key, by name
 * @param missing what is not there, judges first
 */
public record References(
    Map<String, RewardJudgeResource> judges,
    Map<String, Map<String, String>> configMaps,
    List<Missing> missing) {
  /** Not looked for. */
  public static final References NONE = new References(Map.of(), Map.of(), List.of());

  public References {
    judges = Map.copyOf(judges);
    configMaps = Map.copyOf(configMaps);
    missing = List.copyOf(missing);
  }

  /** Something that a run needs and that somebody else has to make. */
  public record Missing(Reason reason, String message) {}
}
