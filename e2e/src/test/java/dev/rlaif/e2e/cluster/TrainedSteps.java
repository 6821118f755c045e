package dev.rlaif.e2e.cluster;

import java.util.List;

/** What a workspace says of the steps that were done. */
final class TrainedSteps {
  private static final String METRICS = "/workspace/train/metrics.jsonl";

  private TrainedSteps() {}

  /** In the order in which they were done, read by a pod that serves the run. */
  static List<Integer> of(Kubectl kubectl, String run) {
    return kubectl
        .run("exec", "deployment/" + run + "-serve", "--", "cat", METRICS)
        .lines()
        .map(line -> Kubectl.tree(line).path("step").asInt())
        .toList();
  }
}
