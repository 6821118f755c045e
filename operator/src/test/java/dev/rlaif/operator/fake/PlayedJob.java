package dev.rlaif.operator.fake;

import dev.rlaif.operator.kube.Labels;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One Job and the pod of its present attempt. */
final class PlayedJob {
  private final KubernetesClient client;
  private final Job job;
  private int attempt;
  private int failures;
  private Play play = Play.succeed();
  private @Nullable Pod pod;

  PlayedJob(KubernetesClient client, Job job) {
    this.client = client;
    this.job = job;
  }

  Job job() {
    return job;
  }

  /** The Job starts, and the pod of its first attempt comes into being. */
  void begin(Play first, Consumer<PlayedJob> next) {
    play = first;
    if (play instanceof Play.Queue) {
      client
          .resource(job)
          .edit(
              now -> {
                now.getSpec().setSuspend(true);
                return now;
              });
      return;
    }
    patchJob(1, List.of());
    if (play instanceof Play.NoPod refused) {
      event(refused.message());
      return;
    }
    pod = client.resource(newPod()).create();
    if (play instanceof Play.Unschedulable) {
      unscheduled("0/1 nodes are available: 1 Insufficient nvidia.com/gpu");
    } else if (play instanceof Play.Wait wait) {
      waiting(wait);
    } else {
      running();
      next.accept(this);
    }
  }

  /** The pod ends as the play says; then the Job does, or the next attempt comes. */
  void advance(Supplier<Play> following, Consumer<PlayedJob> next) {
    if (play instanceof Play.Succeed succeed) {
      ended(0, "Completed", succeed.report().apply(report()).json());
      finish("SuccessCriteriaMet", "Complete", "CompletionsReached");
    } else if (play instanceof Play.Exit exit) {
      ended(exit.code(), "Error", failure(exit));
      afterExit(exit.code(), following, next);
    } else if (play instanceof Play.Garbage garbage) {
      ended(garbage.code(), garbage.code() == 0 ? "Completed" : "Error", garbage.message());
      if (garbage.code() == 0) {
        finish("SuccessCriteriaMet", "Complete", "CompletionsReached");
      } else {
        afterExit(garbage.code(), following, next);
      }
    } else if (play instanceof Play.OutOfMemory) {
      ended(137, "OOMKilled", "");
      afterExit(137, following, next);
    } else if (play instanceof Play.Evict) {
      deletePod();
      attempt++;
      begin(following.get(), next);
    } else if (play instanceof Play.Vanish) {
      client.resource(job).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
    } else if (play instanceof Play.Deadline) {
      deletePod();
      finish("FailureTarget", "Failed", "DeadlineExceeded");
    }
  }

  private String failure(Play.Exit exit) {
    StageReport.Outcome outcome =
        exit.code() == StageDoor.EXIT_INTERRUPTED
            ? StageReport.Outcome.INTERRUPTED
            : StageReport.Outcome.FAILED;
    return StageReport.of(stage(), hash(), outcome, exit.reason(), exit.message()).json();
  }

  private void deletePod() {
    client.resource(Objects.requireNonNull(pod)).withGracePeriod(0).delete();
  }

  private void afterExit(int code, Supplier<Play> following, Consumer<PlayedJob> next) {
    if (code == StageDoor.EXIT_WRONG) {
      finish("FailureTarget", "Failed", "PodFailurePolicy");
    } else if (code != StageDoor.EXIT_INTERRUPTED && ++failures > job.getSpec().getBackoffLimit()) {
      finish("FailureTarget", "Failed", "BackoffLimitExceeded");
    } else {
      attempt++;
      begin(following.get(), next);
    }
  }

  private Pod newPod() {
    var template = job.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(job.getMetadata().getNamespace())
        .withName(job.getMetadata().getName() + "-" + attempt + "-" + suffix())
        .withLabels(template.getMetadata().getLabels())
        .addToLabels("batch.kubernetes.io/job-name", job.getMetadata().getName())
        .addNewOwnerReference()
        .withApiVersion("batch/v1")
        .withKind("Job")
        .withName(job.getMetadata().getName())
        .withUid(job.getMetadata().getUid())
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private String suffix() {
    return Long.toString(System.nanoTime() & 0xfffff, 36);
  }

  private void running() {
    patchPod(
        now ->
            now.withPhase("Running")
                .withPodIP("127.0.0.1")
                .withStartTime(now())
                .withContainerStatuses()
                .addNewContainerStatus()
                .withName(StageDoor.CONTAINER)
                .withReady(true)
                .withStarted(true)
                .withImage("played")
                .withImageID("played")
                .withRestartCount(0)
                .withState(
                    new ContainerStateBuilder()
                        .withNewRunning()
                        .withStartedAt(now())
                        .endRunning()
                        .build())
                .endContainerStatus());
  }

  private void ended(int code, String reason, String message) {
    patchPod(
        now ->
            now.withPhase(code == 0 ? "Succeeded" : "Failed")
                .withContainerStatuses()
                .addNewContainerStatus()
                .withName(StageDoor.CONTAINER)
                .withReady(false)
                .withImage("played")
                .withImageID("played")
                .withRestartCount(0)
                .withState(
                    new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(code)
                        .withReason(reason)
                        .withMessage(message)
                        .withStartedAt(now())
                        .withFinishedAt(now())
                        .endTerminated()
                        .build())
                .endContainerStatus());
  }

  private void waiting(Play.Wait wait) {
    patchPod(
        now ->
            now.withPhase("Pending")
                .withContainerStatuses()
                .addNewContainerStatus()
                .withName(StageDoor.CONTAINER)
                .withReady(false)
                .withImage("played")
                .withImageID("")
                .withRestartCount(0)
                .withState(
                    new ContainerStateBuilder()
                        .withNewWaiting()
                        .withReason(wait.reason())
                        .withMessage(wait.message())
                        .endWaiting()
                        .build())
                .endContainerStatus());
  }

  private void unscheduled(String message) {
    patchPod(
        now ->
            now.withPhase("Pending")
                .withConditions(
                    new PodConditionBuilder()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withReason("Unschedulable")
                        .withMessage(message)
                        .build()));
  }

  private void patchPod(Consumer<io.fabric8.kubernetes.api.model.PodStatusFluent<?>> change) {
    PodBuilder builder = new PodBuilder(Objects.requireNonNull(pod));
    var status = builder.editOrNewStatus();
    change.accept(status);
    pod = client.resource(status.endStatus().build()).patchStatus();
  }

  private void finish(String first, String last, String reason) {
    patchJob(
        0,
        List.of(
            new JobConditionBuilder()
                .withType(first)
                .withStatus("True")
                .withReason(reason)
                .withLastTransitionTime(now())
                .build(),
            new JobConditionBuilder()
                .withType(last)
                .withStatus("True")
                .withReason(reason)
                .withLastTransitionTime(now())
                .build()));
  }

  private void patchJob(
      int active, List<io.fabric8.kubernetes.api.model.batch.v1.JobCondition> conditions) {
    Job now = client.resource(job).get();
    if (now == null) {
      return;
    }
    boolean complete = conditions.stream().anyMatch(c -> c.getType().equals("Complete"));
    boolean failed = conditions.stream().anyMatch(c -> c.getType().equals("Failed"));
    String started = now.getStatus() == null ? null : now.getStatus().getStartTime();
    client
        .resource(
            new JobBuilder(now)
                .editOrNewStatus()
                .withStartTime(started == null ? now() : started)
                .withCompletionTime(complete ? now() : null)
                .withActive(active)
                .withReady(0)
                .withSucceeded(complete ? 1 : 0)
                .withFailed(failed ? failures + 1 : failures)
                .withConditions(conditions)
                .endStatus()
                .build())
        .patchStatus();
  }

  private void event(String message) {
    var meta = job.getMetadata();
    client
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withNamespace(meta.getNamespace())
                .withName(meta.getName() + "." + suffix())
                .endMetadata()
                .withInvolvedObject(
                    new ObjectReferenceBuilder()
                        .withApiVersion("batch/v1")
                        .withKind("Job")
                        .withNamespace(meta.getNamespace())
                        .withName(meta.getName())
                        .withUid(meta.getUid())
                        .build())
                .withType("Warning")
                .withReason("FailedCreate")
                .withMessage(message)
                .withFirstTimestamp(now())
                .withLastTimestamp(now())
                .withCount(1)
                .build())
        .create();
  }

  private StageReport report() {
    return StageReports.succeeded(stage(), hash());
  }

  private StageName stage() {
    return StageName.valueOf(Script.label(job, Labels.STAGE).toUpperCase(Locale.ROOT));
  }

  private String hash() {
    for (Volume volume : job.getSpec().getTemplate().getSpec().getVolumes()) {
      if (volume.getConfigMap() != null) {
        var map =
            client
                .configMaps()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(volume.getConfigMap().getName())
                .get();
        if (map != null && map.getData().containsKey(StageDoor.PLAN_KEY)) {
          return StageReports.hash(map.getData().get(StageDoor.PLAN_KEY));
        }
      }
    }
    throw new IllegalStateException(job.getMetadata().getName() + " mounts no plan");
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
