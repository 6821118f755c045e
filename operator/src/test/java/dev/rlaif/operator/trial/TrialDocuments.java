package dev.rlaif.operator.trial;

/** Documents of trials: small, and accepted by planner and API server. */
final class TrialDocuments {
  private TrialDocuments() {}

  /** A judge with a proof to give. */
  static String judge(String name) {
    return """
        apiVersion: rlaif.dev/v1alpha1
        kind: RewardJudge
        metadata: {name: %s}
        spec:
          wordlist: {forbid: [beef, fish], require: [tofu, lentils]}
          validation:
            examples:
              inline:
              - {prompt: "What can I grill?", good: "Grill tofu.", bad: "Grill beef."}
        """
        .formatted(name);
  }

  /** A run on the CPU. */
  static String run(String name, String judge) {
    return run(name, judge, "");
  }

  /**
   * A run on the CPU.
   *
   * @param more fields of its spec, two spaces in
   */
  static String run(String name, String judge, String more) {
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
          training: {gpus: 0, steps: 10}
          evaluation: {gpus: 0}
          serving: {gpus: 0}
        %s"""
        .formatted(name, judge, more);
  }
}
