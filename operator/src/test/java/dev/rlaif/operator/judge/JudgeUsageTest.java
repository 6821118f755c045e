package dev.rlaif.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.operator.kube.ClusterJson;
import dev.rlaif.operator.kube.RlaifRunResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeUsageTest {
  private static final KubernetesSerialization JSON = json();

  @Test
  void runsThatHaveNotEndedUseTheirJudges() {
    JudgeUsage usage =
        JudgeUsage.of(
            "greens",
            List.of(
                run("judgeRef: {name: greens}", "phase: Training"),
                run("judgeRef: {name: greens}", "phase: Succeeded"),
                run("judgeRef: {name: other}", "phase: Training"),
                run(
                    "judgeRef: {name: other}, evaluation: {judgeRef: {name: greens}}",
                    "phase: Pending")));

    assertThat(usage.unfinished()).isEqualTo(2);
    assertThat(usage.needs("greens-serve-00000000")).isFalse();
  }

  @Test
  void aRunNeedsTheServerThatItWasPlannedWith() {
    String status =
        "phase: %s, startTime: '2026-01-01T10:00:00Z',"
            + " judge: {name: greens, hash: 'sha256:1234567890'}";

    assertThat(usage("judgeRef: {name: greens}", status.formatted("Training")))
        .returns(true, usage -> usage.needs("greens-serve-12345678"))
        .returns(false, usage -> usage.needs("greens-serve-00000000"));
    assertThat(usage("judgeRef: {name: greens}", status.formatted("Failed")))
        .returns(false, usage -> usage.needs("greens-serve-12345678"));
  }

  @Test
  void aRunThatEvaluatesWithTheJudgeMayNeedAnyServer() {
    JudgeUsage usage =
        usage(
            "judgeRef: {name: other}, evaluation: {judgeRef: {name: greens}}",
            "phase: Training, startTime: '2026-01-01T10:00:00Z',"
                + " judge: {name: other, hash: 'sha256:12'}");

    assertThat(usage.needs("greens-serve-00000000")).isTrue();
  }

  private static JudgeUsage usage(String spec, String status) {
    return JudgeUsage.of("greens", List.of(run(spec, status)));
  }

  private static RlaifRunResource run(String spec, String status) {
    return JSON.unmarshal(
        "apiVersion: rlaif.dev/v1alpha1\nkind: RlaifRun\nmetadata: {name: r}\nspec: {"
            + spec
            + "}\nstatus: {"
            + status
            + "}\n",
        RlaifRunResource.class);
  }

  private static KubernetesSerialization json() {
    ObjectMapper mapper = new ObjectMapper();
    new ClusterJson().customize(mapper);
    return new KubernetesSerialization(mapper, false);
  }
}
