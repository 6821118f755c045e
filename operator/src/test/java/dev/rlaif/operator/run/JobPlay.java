package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.EvaluationStatus;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays the Job controller and the kubelet for one Job. */
record JobPlay(Scene scene, StageName stage) {

  boolean exists() {
    return find().isPresent();
  }

  Job job() {
    return find().orElseThrow();
  }

  private Optional<Job> find() {
    return scene.cluster.find(
        Job.class, ObjectNames.job(scene.run().getMetadata().getName(), stage));
  }

  /** Somebody deletes the Job, and its pods go with it. */
  void vanish() {
    scene.cluster.remove(job());
  }

  void queue() {
    job().getSpec().setSuspend(true);
    scene.cluster.all(Pod.class).forEach(scene.cluster::remove);
  }

  void admit() {
    job().getSpec().setSuspend(false);
    job().getStatus().setStartTime(scene.now().toString());
  }

  /** A new pod that has not begun. */
  Pod pod() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(job().getMetadata().getName() + "-" + scene.cluster.all(Pod.class).size())
            .withLabels(Labels.ofRun(scene.run().getMetadata().getName(), stage))
            .withCreationTimestamp(scene.now().toString())
            .addNewOwnerReference()
            .withUid(job().getMetadata().getUid())
            .endOwnerReference()
            .endMetadata()
            .withSpec(job().getSpec().getTemplate().getSpec())
            .withNewStatus()
            .withPhase("Pending")
            .endStatus()
            .build();
    pod.getMetadata().setUid("uid-of-" + pod.getMetadata().getName());
    scene.cluster.put(pod);
    return pod;
  }

  void unschedulable() {
    pod()
        .getStatus()
        .setConditions(
            List.of(
                new PodConditionBuilder()
                    .withType("PodScheduled")
                    .withStatus("False")
                    .withReason("Unschedulable")
                    .withMessage("0/3 nodes are available: 3 Insufficient nvidia.com/gpu.")
                    .build()));
  }

  void containerWaits(String reason, String message) {
    pod()
        .getStatus()
        .setContainerStatuses(
            List.of(
                new ContainerStatusBuilder()
                    .withName(StageDoor.CONTAINER)
                    .withImage("rlaif/trainer:test")
                    .withNewState()
                    .withNewWaiting()
                    .withReason(reason)
                    .withMessage(message)
                    .endWaiting()
                    .endState()
                    .build()));
  }

  /** A pod of the Deployment, instead of a Job's. */
  void deployedPodWaits(String reason) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("vegetarian-serve-0")
            .withLabels(Labels.ofRun(scene.run().getMetadata().getName(), stage))
            .endMetadata()
            .withNewStatus()
            .withPhase("Running")
            .addNewContainerStatus()
            .withName("serve")
            .withNewState()
            .withNewWaiting()
            .withReason(reason)
            .endWaiting()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    scene.cluster.put(pod);
  }

  Pod run() {
    return runSince(scene.now());
  }

  /** A new pod, begun by the clock of its node. */
  Pod runSince(Instant begun) {
    Pod pod = pod();
    pod.getStatus().setPhase("Running");
    pod.getStatus().setPodIP("10.0.0.7");
    pod.getStatus()
        .setContainerStatuses(
            List.of(
                new ContainerStatusBuilder()
                    .withName(StageDoor.CONTAINER)
                    .withNewState()
                    .withNewRunning()
                    .withStartedAt(begun.toString())
                    .endRunning()
                    .endState()
                    .build()));
    return pod;
  }

  /** The pod that runs, or a new one, ends. */
  Pod exit(int code, String reason, String message) {
    Pod pod = running().orElseGet(this::run);
    pod.getStatus().setPhase(code == 0 ? "Succeeded" : "Failed");
    pod.getStatus()
        .setContainerStatuses(
            List.of(
                new ContainerStatusBuilder()
                    .withName(StageDoor.CONTAINER)
                    .withNewState()
                    .withNewTerminated()
                    .withExitCode(code)
                    .withReason(reason)
                    .withMessage(message)
                    .withFinishedAt(scene.now().toString())
                    .endTerminated()
                    .endState()
                    .build()));
    return pod;
  }

  void interrupt() {
    exit(StageDoor.EXIT_INTERRUPTED, "Error", "");
  }

  /** A failure that counts. */
  void crash(String reason, int code) {
    exit(code, reason, "");
    Integer failed = status().getFailed();
    status().setFailed(failed == null ? 1 : failed + 1);
  }

  /** The pod is told to go, and then is gone. */
  Pod evict(String reason) {
    Pod pod = running().orElseThrow();
    pod.getMetadata().setDeletionTimestamp(scene.now().toString());
    if (!reason.isEmpty()) {
      pod.getStatus()
          .setConditions(
              List.of(
                  new PodConditionBuilder()
                      .withType("DisruptionTarget")
                      .withStatus("True")
                      .withReason(reason)
                      .build()));
    }
    return pod;
  }

  void complete() {
    complete(report());
  }

  void complete(StageReport report) {
    exit(0, "Completed", report.json());
    condition("Complete", "");
  }

  void fail(String jobReason) {
    condition("Failed", jobReason);
  }

  void condition(String type, String reason) {
    List<JobCondition> conditions = new ArrayList<>(status().getConditions());
    conditions.add(
        new JobConditionBuilder().withType(type).withStatus("True").withReason(reason).build());
    status().setConditions(conditions);
  }

  /** What a stage says that went well. */
  StageReport report() {
    return report(StageReport.Outcome.SUCCEEDED, Reason.COMPLETED, "done");
  }

  StageReport failure(Reason reason, String message) {
    return report(StageReport.Outcome.FAILED, reason, message);
  }

  StageReport rejection() {
    StageReport report = report();
    return new StageReport(
        stage,
        report.hash(),
        report.outcome(),
        Reason.BELOW_THRESHOLD,
        "",
        null,
        null,
        evaluation(false, List.of("minImprovement 0.1 was missed: 0.02")),
        null);
  }

  private StageReport report(StageReport.Outcome outcome, Reason reason, String message) {
    return new StageReport(
        stage,
        String.valueOf(scene.status().planHash()),
        outcome,
        reason,
        message,
        stage == StageName.TRAIN
            ? new TrainingStatus(20L, 20L, 100, 0L, scene.now(), List.of())
            : null,
        stage == StageName.TRAIN ? new CheckpointStatus(20L, scene.now()) : null,
        stage == StageName.EVALUATE ? evaluation(true, List.of()) : null,
        null);
  }

  private static EvaluationStatus evaluation(boolean passed, List<String> failedGates) {
    return new EvaluationStatus(
        passed, 10, null, null, null, null, null, null, null, "4 -> 1 of 10", failedGates);
  }

  private Optional<Pod> running() {
    return scene.cluster.all(Pod.class).stream()
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .findFirst();
  }

  private JobStatus status() {
    return job().getStatus();
  }
}
