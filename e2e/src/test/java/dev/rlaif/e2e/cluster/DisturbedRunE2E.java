package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One run to which everything happens that may, one thing after the other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DisturbedRunE2E {
  private static final int STEPS = 100;
  private static final String RUN = "disturbed";
  private static final String JOB = RUN + "-train";
  private static final String PODS = "batch.kubernetes.io/job-name=" + JOB;

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("disturbed");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();
  private static @Nullable RunWatch watched;

  @BeforeAll
  static void apply() {
    KUBECTL.apply(Documents.judge());
    KUBECTL.apply(
        Documents.run(
            RUN, "{training: {steps: %d, checkpoint: {everySteps: 1000}}}".formatted(STEPS)));
    watched = NAMESPACE.watch(RUN);
  }

  @AfterAll
  static void close() {
    watch().close();
  }

  private static RunWatch watch() {
    return Objects.requireNonNull(watched);
  }

  @Test
  @Order(1)
  void podThatIsDeletedLeavesACheckpointAndTheNextGoesOn() {
    int seen = Status.step(watch().awaitStep(5));
    KUBECTL.run("delete", "pods", "-l", PODS);
    watch().await("in the second attempt", status -> isInAttempt(2, status));

    assertThat(watch().reasons()).contains("Interrupted");
    assertThat(resumedAfter()).isGreaterThanOrEqualTo(seen).isLessThan(STEPS);
  }

  @Test
  @Order(2)
  void suspendedRunHoldsNothingAndGoesOn() {
    KUBECTL.patch("rlaifrun", RUN, "{\"spec\": {\"suspend\": true}}");
    JsonNode suspended = watch().awaitPhase("Suspended");

    assertThat(Status.reason(suspended)).isEqualTo("SuspendedBySpec");
    assertThat(KUBECTL.json("get", "pods", "-l", PODS).path("items")).isEmpty();
    assertThat(KUBECTL.json("get", "jobs").path("items")).noneSatisfy(this::isTheJob);

    KUBECTL.patch("rlaifrun", RUN, "{\"spec\": {\"suspend\": false}}");
    watch().await("in the third attempt", status -> isInAttempt(3, status));
    assertThat(resumedAfter()).isGreaterThanOrEqualTo(Status.step(suspended)).isLessThan(STEPS);
  }

  @Test
  @Order(3)
  void jobThatIsDeletedIsMadeAgain() {
    String job = uid();
    KUBECTL.run("delete", "job", JOB);
    JsonNode status = watch().await("in the fourth attempt", now -> isInAttempt(4, now));

    assertThat(uid()).isNotEqualTo(job);
    assertThat(Status.stage(status, "train").path("failures").asInt()).isZero();
  }

  @Test
  @Order(4)
  void eachStepWasDoneOnceAndTheModelIsServed() {
    JsonNode status = watch().awaitPhase("Succeeded");

    assertThat(Status.attempts(status, "train")).isEqualTo(4);
    assertThat(watch().course("/training/step").stream().map(Integer::valueOf)).isSorted();
    assertThat(TrainedSteps.of(KUBECTL, RUN))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, STEPS).boxed().toList());
  }

  private static boolean isInAttempt(int attempt, JsonNode status) {
    return Status.attempts(status, "train") == attempt && Status.isTraining(status);
  }

  private static String uid() {
    return KUBECTL.json("get", "job", JOB).at("/metadata/uid").asText();
  }

  private void isTheJob(JsonNode job) {
    assertThat(job.at("/metadata/name").asText()).isEqualTo(JOB);
  }

  /** As the pod that trains now says it. */
  private static int resumedAfter() {
    List<String> lines = NAMESPACE.awaitLog("job/" + JOB, "resumes after step");
    return Integer.parseInt(lines.get(0).replaceAll(".*resumes after step (\\d+) of.*", "$1"));
  }
}
