package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Operators that are killed, and what becomes of runs. */
@Isolated("nobody else's runs are to wait for the operator")
class OperatorE2E {
  private static final List<String> PHASES =
      List.of("ValidatingJudge", "Preparing", "Training", "Evaluating", "Deploying");

  /** One for each test: a judge that was proved for one is not proved again for the other. */
  @RegisterExtension static final TestNamespace KILLED = new TestNamespace("operator-killed");

  @RegisterExtension static final TestNamespace LED = new TestNamespace("operator-led");

  @Test
  void killedInEveryPhaseItFindsWhatItHadBegun() {
    Kubectl kubectl = KILLED.kubectl();
    kubectl.apply(Documents.judge(), Documents.run("phases", "{}"));
    try (RunWatch watch = KILLED.watch("phases")) {
      for (String phase : PHASES) {
        watch.began(phase);
        Operator.kill();
      }
      JsonNode status = watch.awaitPhase("Succeeded");

      assertThat(watch.course("/phase")).endsWith("Deploying", "Succeeded").doesNotHaveDuplicates();
      assertThat(status.path("stages"))
          .allSatisfy(stage -> assertThat(stage.path("attempts").asInt()).isOne());
      assertThat(PodsMade.in(kubectl))
          .hasSizeGreaterThan(3)
          .allSatisfy(
              (job, pods) -> {
                assertThat(pods).as(job).isOne();
              });
      assertThat(TrainedSteps.of(kubectl, "phases")).containsExactly(1, 2);
    }
    Operator.awaitRollout();
  }

  @Test
  void oneOfTwoLeadsAndTheOtherTakesOver() {
    Operator.awaitRollout();
    List<String> pods = Operator.pods();
    String first = Operator.leader();
    assertThat(pods).hasSize(2).contains(first);

    LED.kubectl()
        .apply(Documents.judge(), Documents.run("handed-over", "{serving: {enabled: false}}"));
    try (RunWatch watch = LED.watch("handed-over")) {
      watch.began("Preparing");
      assertThat(actedOn("handed-over")).containsOnlyKeys(first);
      Operator.kill(first);
      watch.awaitPhase("Succeeded");

      String second = pods.stream().filter(pod -> !pod.equals(first)).findFirst().orElseThrow();
      assertThat(Operator.leader()).isEqualTo(second);
    }
    Operator.awaitRollout();
  }

  /** By pod of the operator, how often its log speaks of a run of that name. */
  private static TreeMap<String, Long> actedOn(String run) {
    TreeMap<String, Long> lines = new TreeMap<>();
    for (String pod : Operator.pods()) {
      long count =
          Operator.KUBECTL.run("logs", pod).lines().filter(line -> line.contains(run)).count();
      if (count > 0) {
        lines.put(pod, count);
      }
    }
    return lines;
  }
}
