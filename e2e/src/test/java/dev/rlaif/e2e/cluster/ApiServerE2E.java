package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** An API server that is away for a while, and starts again. */
@Isolated("everybody needs the API server")
@Tag("own-cluster")
class ApiServerE2E {
  private static final int STEPS = 60;
  private static final int AWAY_SECONDS = 15;
  private static final String RUN = "offline";

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("apiserver");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();

  @Test
  void trainingGoesOnMeanwhileAndTheOperatorFindsItAgain() throws InterruptedException {
    KUBECTL.apply(
        Documents.judge(), Documents.run(RUN, "{training: {steps: %d}}".formatted(STEPS)));
    int seen;
    try (RunWatch watch = NAMESPACE.watch(RUN)) {
      seen = Status.step(watch.awaitStep(3));
    }
    cluster("stop", "apiserver");
    TimeUnit.SECONDS.sleep(AWAY_SECONDS);
    cluster("up");

    try (RunWatch watch = NAMESPACE.watch(RUN)) {
      assertThat(Status.step(watch.await("known", status -> Status.step(status) >= seen)))
          .isGreaterThanOrEqualTo(seen);
      JsonNode status = watch.awaitPhase("Succeeded");
      assertThat(status.path("stages"))
          .allSatisfy(stage -> assertThat(stage.path("attempts").asInt()).isOne());
      assertThat(TrainedSteps.of(KUBECTL, RUN))
          .containsExactlyElementsOf(IntStream.rangeClosed(1, STEPS).boxed().toList());
    }
    Operator.awaitRollout();
  }

  private static void cluster(String... command) {
    List<String> all = new java.util.ArrayList<>(List.of("e2e/cluster"));
    all.addAll(List.of(command));
    Kubectl.program("", all).orThrow();
  }
}
