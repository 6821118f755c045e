package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.e2e.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** What {@code e2e/walkthrough.md} promises: its commands, one after the other. */
@Isolated("its times are those of a cluster that does nothing else")
class VegetarianSmallE2E {
  private static final String RUN = "vegetarian-small";
  private static final Walkthrough PAGE =
      Walkthrough.read(Checkout.ROOT.resolve("e2e/walkthrough.md"));

  private static final Path TYPED = Path.of("target", "cluster", "commands");

  @RegisterExtension static final TestNamespace NAMESPACE = TestNamespace.ofAPage("food");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();

  @Test
  void appliedFileBecomesAServedModelThatNamesNoMeat() {
    try (Shell shell = new Shell();
        Transcript transcript = new Transcript()) {
      List<Walkthrough.Step> steps =
          PAGE.under("Run", "Watch", "Read the report", "Call the endpoint");
      List<Walkthrough.Step> first = PAGE.under("Run");
      first.forEach(step -> transcript.add(step, shell.type(step)));
      Instant begun = Instant.now();
      try (RunWatch watch = NAMESPACE.watch(RUN)) {
        steps
            .subList(first.size(), steps.size())
            .forEach(step -> transcript.add(step, shell.type(step)));
        isTrue(watch.awaitPhase("Succeeded"));
        saysNothingButTheTruth(watch);
        isInTime(begun, watch);
        new StageTimes(KUBECTL).check();
      }
      PAGE.under("Clean up").forEach(step -> transcript.add(step, shell.type(step)));
    }
  }

  /** What brings the cluster up, and takes it down, is on the page as it was typed. */
  @Test
  void theRestOfThePageIsWhatTheSuiteTypes() throws IOException {
    List<String> page =
        PAGE.under("Bring up", "Take down").stream().map(Walkthrough.Step::command).toList();
    assertThat(Files.readAllLines(TYPED))
        .isNotEmpty()
        .allSatisfy(typed -> assertThat(page).anyMatch(command -> shows(command, typed)));
    assertThat(Files.readString(Checkout.ROOT.resolve("e2e/run")))
        .contains(page.get(page.size() - 1), "helm uninstall rlaif --namespace rlaif-system");
  }

  /** Also where the page puts what a command prints into a variable. */
  private static boolean shows(String command, String typed) {
    return typed.startsWith(command) || command.contains("$(" + typed);
  }

  private static void isTrue(JsonNode status) {
    assertThat(status.at("/evaluation/base/violations").asInt()).isGreaterThanOrEqualTo(40);
    assertThat(status.at("/evaluation/tuned/violations").asInt()).isLessThanOrEqualTo(10);
    assertThat(Status.step(status)).isEqualTo(40);
    assertThat(status.at("/judge/validated").asBoolean()).isTrue();
    assertThat(status.path("stages"))
        .hasSize(3)
        .allSatisfy(stage -> assertThat(stage.path("attempts").asInt()).isOne());
  }

  /** Nothing went wrong, so nobody is told that anything did. */
  private static void saysNothingButTheTruth(RunWatch watch) {
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
        KUBECTL.json("get", "events", "--field-selector", "involvedObject.kind=RlaifRun");
    assertThat(StreamSupport.stream(events.path("items").spliterator(), false))
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.path("type").asText()).isEqualTo("Normal"))
        .noneSatisfy(
            event ->
                assertThat(event.path("reason").asText()).isIn("Interrupted", "StageRetrying"));
  }

  private static void isInTime(Instant begun, RunWatch watch) {
    milestone("judge proved, plan made", begun, watch.began("Preparing"));
    milestone("prompts ready", begun, watch.began("Training"));
    Instant step = watch.awaitOnce("at step 1", status -> Status.step(status) >= 1).at();
    assertThat(milestone("first step of training seen", begun, step))
        .isLessThan(Duration.ofSeconds(60));
    milestone("trained", begun, watch.began("Evaluating"));
    milestone("evaluated", begun, watch.began("Deploying"));
    assertThat(milestone("served", begun, watch.began("Succeeded")))
        .isLessThan(Duration.ofMinutes(6));
  }

  private static Duration milestone(String what, Instant begun, Instant reached) {
    Duration took = Duration.between(begun, reached);
    Timeline.write("example: " + what, took);
    return took;
  }
}
