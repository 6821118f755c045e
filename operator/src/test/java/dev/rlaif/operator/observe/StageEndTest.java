package dev.rlaif.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.observe.StageObservation.State;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Seen on a cluster: a container ends a second before its pod is Succeeded, and that two seconds
 * before its Job has a condition.
 */
class StageEndTest {

  @Test
  void containerThatEndedBeforeItsPodIsNoPodThatWaits() {
    StageObservation seen = observe(pod("Running", terminated(0)));

    assertThat(seen.state()).isEqualTo(State.ENDING);
    assertThat(seen.reason()).isEqualTo(Reason.TRAINING);
  }

  @Test
  void podThatSucceededBeforeItsJobIsNoRetry() {
    StageObservation seen = observe(pod("Succeeded", terminated(0)));

    assertThat(seen.state()).isEqualTo(State.ENDING);
    assertThat(seen.reason()).isEqualTo(Reason.TRAINING);
    assertThat(seen.waitingSince()).isEmpty();
  }

  @Test
  void afterAPodThatFailedTheNextOneIsAwaited() {
    assertThat(observe(pod("Failed", terminated(1))).state()).isEqualTo(State.STARTING);
  }

  @Test
  void stageRunsUntilTheLastOfTwoRanksIsDone() {
    Job job = job(2);
    Pod first = pod("Succeeded", terminated(0));
    Pod second = pod("Running", new ContainerStateBuilder().withNewRunning().endRunning().build());

    assertThat(observe(job, first, second).state()).isEqualTo(State.RUNNING);
    assertThat(observe(job, first, first).state()).isEqualTo(State.ENDING);
  }

  @Test
  void stageBeganWithTheFirstOfItsPods() {
    ContainerState runs =
        new ContainerStateBuilder()
            .withNewRunning()
            .withStartedAt("2026-01-01T10:02:00Z")
            .endRunning()
            .build();

    assertThat(observe(pod("Running", runs)).begun())
        .contains(Instant.parse("2026-01-01T10:02:00Z"));
    assertThat(observe(job(1), pod("Failed", terminated(1)), pod("Running", runs)).begun())
        .contains(Instant.parse("2026-01-01T10:00:30Z"));
    assertThat(observe(pod("Pending", new ContainerState())).begun()).isEmpty();
  }

  private static StageObservation observe(Pod pod) {
    return observe(job(1), pod);
  }

  private static StageObservation observe(Job job, Pod... pods) {
    return StageObservation.of(StageName.TRAIN, job, List.of(pods), Circumstances.NONE);
  }

  private static Job job(int ranks) {
    return new JobBuilder()
        .withNewMetadata()
        .withName("run-train")
        .withUid("job-uid")
        .endMetadata()
        .withNewSpec()
        .withParallelism(ranks)
        .endSpec()
        .build();
  }

  private static Pod pod(String phase, ContainerState stage) {
    return new PodBuilder()
        .withNewMetadata()
        .withCreationTimestamp("2026-01-01T10:00:00Z")
        .addNewOwnerReference()
        .withUid("job-uid")
        .endOwnerReference()
        .endMetadata()
        .withNewStatus()
        .withPhase(phase)
        .addNewContainerStatus()
        .withName(StageDoor.CONTAINER)
        .withState(stage)
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static ContainerState terminated(int exitCode) {
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withStartedAt("2026-01-01T10:00:30Z")
        .withFinishedAt("2026-01-01T10:01:00Z")
        .endTerminated()
        .build();
  }
}
