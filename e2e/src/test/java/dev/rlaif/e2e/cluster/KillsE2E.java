package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Operators and stages that are killed at random moments, many times. */
@Isolated("nobody else's runs are to be killed")
class KillsE2E {
  private static final int KILLS = 25;
  private static final int LATEST_MILLIS = 6000;
  private static final int STEPS = 30;

  /** A pod that is killed may count as a failure of its stage: patience is not to run out. */
  private static final String SPEC =
      """
      prompts: {limits: {backoffLimit: 20}}
      training: {steps: %d, checkpoint: {everySteps: 2}, limits: {backoffLimit: 20}}
      """
          .formatted(STEPS);

  private static final Map<String, String> ENDS =
      new TreeMap<>(Map.of("one", "Succeeded", "two", "Succeeded", "three", "Rejected"));

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("kills");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();

  @Test
  void nothingIsLostAndNothingIsDoneTwice() throws InterruptedException {
    KUBECTL.apply(
        new Documents("vegetarian-small.yaml")
            .judge("vegetarian-words", "{validation: {limits: {backoffLimit: 20}}}"));
    Map<String, RunWatch> watches = new TreeMap<>();
    ENDS.forEach(
        (name, end) -> {
          KUBECTL.apply(Documents.run(name, SPEC + gate(end)));
          watches.put(name, NAMESPACE.watch(name));
        });
    Random moments = new Random(7);
    for (int kill = 0; kill < KILLS; kill++) {
      TimeUnit.MILLISECONDS.sleep(moments.nextInt(LATEST_MILLIS));
      kill(moments);
    }
    Operator.awaitRollout();
    watches.forEach((name, watch) -> endedWell(watch, Objects.requireNonNull(ENDS.get(name))));
    watches.values().forEach(RunWatch::close);
  }

  private static String gate(String end) {
    int violations = end.equals("Rejected") ? 0 : 1;
    return "evaluation: {limits: {backoffLimit: 20}, gates: {maxViolationRate: %d}}\n"
        .formatted(violations);
  }

  /** One of the operators while there is one that acts, or a stage; waits until there is either. */
  private static void kill(Random random) throws InterruptedException {
    while (true) {
      List<String> operators = Operator.pods();
      List<String> stages = stages();
      if (operators.contains(Operator.leader()) && (stages.isEmpty() || random.nextBoolean())) {
        Operator.kill(operators.get(random.nextInt(operators.size())));
        return;
      }
      if (!stages.isEmpty()) {
        String pod = stages.get(random.nextInt(stages.size()));
        KUBECTL.execute("", "delete", "pod", pod, "--grace-period=1", "--wait=false");
        return;
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }

  /** Pods that do a stage now. */
  private static List<String> stages() {
    List<String> stages = new ArrayList<>();
    for (JsonNode pod :
        KUBECTL
            .json(
                "get", "pods", "-l", "rlaif.dev/stage", "--field-selector", "status.phase=Running")
            .path("items")) {
      if (!pod.at("/metadata/labels").path("rlaif.dev/stage").asText().equals("serve")) {
        stages.add(pod.at("/metadata/name").asText());
      }
    }
    return stages;
  }

  private static void endedWell(RunWatch watch, String end) {
    JsonNode status = watch.awaitPhase(end);
    assertThat(Status.step(status)).isEqualTo(STEPS);
    assertThat(watch.course("/training/step").stream().map(Integer::valueOf)).isSorted();
    if (end.equals("Succeeded")) {
      assertThat(TrainedSteps.of(KUBECTL, watch.run()))
          .containsExactlyElementsOf(IntStream.rangeClosed(1, STEPS).boxed().toList());
    }
  }
}
