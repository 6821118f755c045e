package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example that learns from pairs. */
class DpoE2E {
  private static final String RUN = "dpo";

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("dpo");

  @Test
  void pairsAreMadeBeforeTheTraining() {
    Kubectl kubectl = NAMESPACE.kubectl();
    kubectl.apply(
        Documents.judge(),
        new Documents("vegetarian-small-dpo.yaml")
            .tiny(RUN, "{rollout: {maxNewTokens: 32}, evaluation: {maxNewTokens: 32}}"));
    try (RunWatch watch = NAMESPACE.watch(RUN)) {
      JsonNode status = watch.awaitPhase("Succeeded");

      assertThat(watch.course("/phase"))
          .containsSubsequence("Preparing", "Pairing", "Training", "Evaluating", "Deploying");
      assertThat(Status.condition(status, "PairsReady").path("status").asText()).isEqualTo("True");
      assertThat(TrainedSteps.of(kubectl, RUN)).containsExactly(1, 2);
      String pairs =
          kubectl.run("exec", "deployment/dpo-serve", "--", "cat", "/workspace/pairs/pairs.jsonl");
      assertThat(pairs.lines()).hasSizeGreaterThan(8);
    }
  }
}
