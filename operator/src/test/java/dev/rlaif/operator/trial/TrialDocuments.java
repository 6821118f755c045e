package dev.rlaif.operator.trial;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Documents of trials: small, and accepted by planner and API server. */
final class TrialDocuments {
  private static final Map<String, String> ON_CPU =
      Map.of(
          "training", "{gpus: 0, steps: 10}",
          "evaluation", "{gpus: 0}",
          "serving", "{gpus: 0}");

  private TrialDocuments() {}

  /** A judge with a proof to give. */
  static String judge(String name) {
    return judge(name, "{forbid: [beef, fish], require: [tofu, lentils]}");
  }

  static String judge(String name, String wordlist) {
    return """
        apiVersion: rlaif.dev/v1alpha1
        kind: RewardJudge
        metadata: {name: %s}
        spec:
          wordlist: %s
          validation:
            examples:
              inline:
              - {prompt: "What can I grill?", good: "Grill tofu.", bad: "Grill beef."}
        """
        .formatted(name, wordlist);
  }

  /** A run on the CPU. */
  static String run(String name, String judge) {
    return run(name, judge, Map.of());
  }

  /**
   * A run on the CPU.
   *
   * @param fields of its spec, in the place of or beside the usual ones
   */
  static String run(String name, String judge, Map<String, String> fields) {
    Map<String, String> all = new TreeMap<>(ON_CPU);
    all.putAll(fields);
    return """
        apiVersion: rlaif.dev/v1alpha1
        kind: RlaifRun
        metadata: {name: %s}
        spec:
          model: {uri: "bundled://models/food-small"}
          judgeRef: {name: %s}
          prompts:
            generate:
              count: 200
              topics: [Breakfast]
              systemPrompt: You write questions about food.
              endpoint: {url: "http://llama.models.svc:8000/v1", model: llama}
          algorithm: {type: PPO}
        %s
        """
        .formatted(
            name,
            judge,
            all.entrySet().stream()
                .map(field -> "  " + field.getKey() + ": " + field.getValue())
                .collect(Collectors.joining("\n")));
  }
}
