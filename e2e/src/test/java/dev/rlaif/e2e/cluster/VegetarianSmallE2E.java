package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the first page promises: one file applied, and nothing else. */
class VegetarianSmallE2E {
  private static final String RUN = "vegetarian-small";

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("small");

  @Test
  void appliedFileBecomesAServedModelThatNamesNoMeat() {
    Kubectl kubectl = NAMESPACE.kubectl();
    Timeline timeline = new Timeline("example");
    kubectl.run("apply", "--filename", "examples/vegetarian-small.yaml");
    try (RunWatch watch = NAMESPACE.watch(RUN)) {
      watch.awaitPhase("Preparing");
      timeline.reached("judge proved, plan made");
      watch.awaitPhase("Training");
      timeline.reached("prompts ready");
      watch.awaitStep(1);
      timeline.reached("first step of training seen");
      watch.awaitPhase("Evaluating");
      timeline.reached("trained");
      watch.awaitPhase("Deploying");
      timeline.reached("evaluated");
      JsonNode status = watch.awaitPhase("Succeeded");
      timeline.reached("served");

      new StageGaps(kubectl).write();
      isTrue(status);
      saysNothingButTheTruth(kubectl, watch);
      answers(kubectl, status);
      looksSo(kubectl);
    }
  }

  private static void isTrue(JsonNode status) {
    assertThat(status.at("/evaluation/base/violations").asInt()).isGreaterThanOrEqualTo(40);
    assertThat(status.at("/evaluation/tuned/violations").asInt()).isLessThanOrEqualTo(10);
    assertThat(status.at("/training/step").asInt()).isEqualTo(40);
    assertThat(status.at("/judge/validated").asBoolean()).isTrue();
    assertThat(status.path("stages"))
        .hasSize(3)
        .allSatisfy(stage -> assertThat(stage.path("attempts").asInt()).isOne());
  }

  /** Nothing went wrong, so nobody is told that anything did. */
  private static void saysNothingButTheTruth(Kubectl kubectl, RunWatch watch) {
    assertThat(watch.course("/phase"))
        .containsExactly(
            "ValidatingJudge", "Preparing", "Training", "Evaluating", "Deploying", "Succeeded");
    assertThat(watch.reasons())
        .isSubsetOf(
            "WaitingForJudge",
            "Accepted",
            "Starting",
            "Prompting",
            "Training",
            "Evaluating",
            "RollingOut",
            "Deployed");
    JsonNode events =
        kubectl.json("get", "events", "--field-selector", "involvedObject.kind=RlaifRun");
    assertThat(StreamSupport.stream(events.path("items").spliterator(), false))
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.path("type").asText()).isEqualTo("Normal"))
        .noneSatisfy(
            event ->
                assertThat(event.path("reason").asText()).isIn("Interrupted", "StageRetrying"));
  }

  private static void answers(Kubectl kubectl, JsonNode status) {
    String model = status.at("/serving/modelName").asText();
    assertThat(model).isEqualTo(RUN);
    String service = status.at("/serving/service").asText();
    try (PortForward port = new PortForward(kubectl, service, 8000)) {
      JsonNode answer = port.client().chat(model, "What can I cook with rice tonight?");
      assertThat(answer.path("model").asText()).isEqualTo(model);
      assertThat(answer.at("/choices/0/message/content").asText()).hasSizeGreaterThan(20);
      assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }
  }

  private static void looksSo(Kubectl kubectl) {
    List<String> lines = kubectl.run("get", "rlaifruns").lines().toList();
    assertThat(lines.get(0)).contains("PHASE", "PROGRESS", "REWARD", "EVALUATION", "READY");
    assertThat(lines.get(1))
        .contains(RUN, "Succeeded", " 100 ", " of 100 ", " True ", " Deployed ");
    assertThat(kubectl.run("wait", "--for=condition=Ready", "rr/" + RUN, "--timeout=5s"))
        .contains("condition met");
    assertThat(kubectl.run("get", "rj")).contains("True").contains("0.9682");
  }
}
