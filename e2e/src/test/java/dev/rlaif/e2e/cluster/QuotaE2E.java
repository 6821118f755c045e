package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A namespace that may have fewer GPUs than a run asks for. */
class QuotaE2E {
  private static final String RUN = "over-quota";

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("quota");

  @Test
  void runWaitsForTheQuotaAndGoesOnWhenItIsRaised() {
    Kubectl kubectl = NAMESPACE.kubectl();
    kubectl.run("create", "quota", "gpus", "--hard=requests.nvidia.com/gpu=2");
    kubectl.apply(
        Documents.judge(), Documents.run(RUN, "{training: {gpus: 4}, serving: {enabled: false}}"));
    try (RunWatch watch = NAMESPACE.watch(RUN)) {
      JsonNode waiting = watch.awaitReason("QuotaExceeded");
      Knowable.byEvent(kubectl, "FailedCreate", RUN + "-train").saidBy(watch, "QuotaExceeded");
      assertThat(Status.message(waiting)).contains("nvidia.com/gpu");

      kubectl.patch(
          "resourcequota", "gpus", "{\"spec\": {\"hard\": {\"requests.nvidia.com/gpu\": \"4\"}}}");
      JsonNode status = watch.awaitPhase("Succeeded");
      assertThat(Status.stage(status, "train").path("failures").asInt()).isZero();
    }
  }
}
