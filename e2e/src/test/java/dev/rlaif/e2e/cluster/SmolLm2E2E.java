package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.e2e.Checkout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real chat model on a claim, judged by an endpoint of the cluster; few and short steps. */
class SmolLm2E2E {
  private static final String RUN = "smollm2";
  private static final Path MODEL =
      Checkout.ROOT.resolve("examples/models/smollm2/SmolLM2-135M-Instruct");

  /** The judge of {@code vegetarian-run.yaml}, asked at another address. */
  private static final String JUDGE =
      """
      endpoint:
        url: http://rule-judge.rlaif-e2e-smollm2.svc:8000/v1
        model: rule
        apiKeySecretRef: null
        throughput: {tokensPerSecond: null, concurrency: 8}
      validation: {repeats: 1, gates: {accuracy: 0.85, auroc: 0.85}}
      """;

  private static final String SPEC =
      """
      model: {uri: 'pvc://models/SmolLM2-135M-Instruct'}
      judgeRef: {name: rule-judge}
      prompts: {heldOut: 10, files: [{uri: 'bundled://vegetarian/train.jsonl'}]}
      training: {resources: {cpu: 100m, memory: 4Gi}}
      rollout: {maxNewTokens: 24}
      evaluation: {maxNewTokens: 24, judgeRef: null}
      serving: {resources: {cpu: 100m, memory: 3Gi}}
      """;

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("smollm2");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();

  @BeforeAll
  static void modelAndJudge() {
    Kubectl.program("", List.of("examples/models/smollm2/convert")).orThrow();
    new ModelClaim(KUBECTL, "models").fill(MODEL);
    new RulePod(KUBECTL, "rule-judge").start();
  }

  @Test
  void chatModelIsTrainedAgainstAnEndpointAndServed() {
    Timeline timeline = new Timeline("SmolLM2");
    KUBECTL.apply(
        new Documents("vegetarian-run.yaml").judge("rule-judge", JUDGE),
        new Documents("vegetarian-smollm2.yaml").tiny(RUN, SPEC));
    try (RunWatch watch = NAMESPACE.watch(RUN)) {
      JsonNode status = watch.awaitPhase("Succeeded");
      timeline.reached("served");

      assertThat(status.at("/judge/validated").asBoolean()).isTrue();
      assertThat(status.at("/judge/url").asText()).contains("rule-judge");
      assertThat(TrainedSteps.of(KUBECTL, RUN)).containsExactly(1, 2);
      try (PortForward port = new PortForward(KUBECTL, RUN + "-serve", 8000)) {
        JsonNode answer = port.client().chat(RUN, "What can I cook with rice tonight?");
        assertThat(answer.at("/choices/0/message/content").asText()).hasSizeGreaterThan(40);
      }
      assertThat(KUBECTL.run("get", "rlaifruns")).contains(RUN, "Succeeded", " of 10 ", "Deployed");
    }
  }
}
