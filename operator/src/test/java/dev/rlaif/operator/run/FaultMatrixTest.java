package dev.rlaif.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault leads to the reason that a person can act upon, and to what follows from it. */
class FaultMatrixTest {
  private static final String RANK = "batch.kubernetes.io/job-completion-index";
  private static final Duration START_DEADLINE = Duration.ofSeconds(1800);

  /** What keeps a pod from running, and how that is called. */
  static Stream<Arguments> obstacles() {
    return Stream.of(
        obstacle("more GPUs than any node has", JobPlay::unschedulable, Reason.UNSCHEDULABLE),
        obstacle(
            "image absent",
            job -> job.containerWaits("ImagePullBackOff", "Back-off pulling image"),
            Reason.IMAGE_PULL_FAILED),
        obstacle(
            "key of a Secret absent",
            job -> job.containerWaits("CreateContainerConfigError", "secret \"hub\" not found"),
            Reason.CONTAINER_CONFIG_ERROR),
        obstacle(
            "volume not mounted",
            job -> job.scene().cluster.event(job.pod(), "FailedMount", "references absent key"),
            Reason.CONTAINER_CONFIG_ERROR),
        obstacle(
            "volume not attached",
            job -> job.scene().cluster.event(job.pod(), "FailedAttachVolume", "in use"),
            Reason.VOLUME_NOT_BOUND),
        obstacle(
            "claim never bound",
            job -> {
              job.unschedulable();
              job.scene()
                  .cluster
                  .event(
                      job.scene().cluster.all(PersistentVolumeClaim.class).get(0),
                      "ProvisioningFailed",
                      "no such storage class");
            },
            Reason.VOLUME_NOT_BOUND),
        obstacle(
            "claim waits for its pod",
            job -> {
              job.unschedulable();
              job.scene()
                  .cluster
                  .event(
                      job.scene().cluster.all(PersistentVolumeClaim.class).get(0),
                      "WaitForFirstConsumer",
                      "waiting for first consumer");
            },
            Reason.UNSCHEDULABLE),
        obstacle(
            "admission says no",
            job -> job.scene().cluster.event(job.job(), "FailedCreate", "violates PodSecurity"),
            Reason.POD_FORBIDDEN),
        obstacle(
            "quota used up",
            job -> {
              job.scene().cluster.event(job.job(), "FailedCreate", "exceeded");
              job.scene()
                  .cluster
                  .put(
                      new ResourceQuotaBuilder()
                          .withNewMetadata()
                          .withName("gpus")
                          .endMetadata()
                          .withNewStatus()
                          .addToHard("requests.nvidia.com/gpu", new Quantity("8"))
                          .addToUsed("requests.nvidia.com/gpu", new Quantity("8"))
                          .endStatus()
                          .build());
            },
            Reason.QUOTA_EXCEEDED));
  }

  private static Arguments obstacle(String name, Consumer<JobPlay> fault, Reason reason) {
    return Arguments.of(name, fault, reason);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("obstacles")
  void namesWhatKeepsAStageFromRunningAndGivesItUpInTime(
      String name, Consumer<JobPlay> fault, Reason reason) {
    Scene scene = Scene.at(StageName.TRAIN);
    fault.accept(scene.job(StageName.TRAIN));

    scene.later(Duration.ofSeconds(30)).settle();

    assertThat(scene.ready()).isEqualTo(reason);
    assertThat(scene.phase()).isEqualTo(RunPhase.TRAINING);
    assertThat(scene.stage(StageName.TRAIN).reason()).isEqualTo(reason);
    assertThat(RunTransitionsTest.last(scene).lookAgain()).isPresent();

    scene.later(START_DEADLINE).settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(scene.ready()).isEqualTo(Reason.START_DEADLINE_EXCEEDED);
    assertThat(scene.condition(ConditionType.FAILED).orElseThrow().message())
        .contains(reason.word(), "stage train");
    assertThat(scene.job(StageName.TRAIN).exists()).isFalse();
  }

  /** Pods that have to go through no fault of their own. */
  static Stream<Arguments> interruptions() {
    return Stream.of(
        Arguments.of("PreemptionByScheduler", Reason.PREEMPTED),
        Arguments.of("EvictionByEvictionAPI", Reason.PREEMPTED),
        Arguments.of("TerminationByKubelet", Reason.PREEMPTED),
        Arguments.of("DeletionByTaintManager", Reason.NODE_LOST),
        Arguments.of("DeletionByPodGC", Reason.NODE_LOST),
        Arguments.of("", Reason.INTERRUPTED));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("interruptions")
  void goesOnAfterAnInterruptionWithoutCountingIt(String disruption, Reason reason) {
    Scene scene = Scene.at(StageName.TRAIN);
    JobPlay job = scene.job(StageName.TRAIN);
    job.run();
    scene.settle();

    var leaving = job.evict(disruption);
    scene.settle();
    assertThat(scene.ready()).isEqualTo(reason);

    scene.cluster.remove(leaving);
    scene.settle();
    job.run();
    scene.later(Duration.ofMinutes(1)).settle();

    assertThat(scene.ready()).isEqualTo(Reason.TRAINING);
    assertThat(scene.stage(StageName.TRAIN).state()).isEqualTo(StageState.RUNNING);
    assertThat(scene.stage(StageName.TRAIN).reason()).isEqualTo(reason);
    assertThat(scene.stage(StageName.TRAIN).attempts()).isEqualTo(2);
    assertThat(scene.stage(StageName.TRAIN).failures()).isNull();
  }

  @Test
  void succeedsAfterTwoInterruptions() {
    Scene scene = Scene.at(StageName.TRAIN);
    JobPlay job = scene.job(StageName.TRAIN);
    for (int attempt = 1; attempt <= 2; attempt++) {
      job.run();
      scene.later(Duration.ofMinutes(1)).settle();
      job.interrupt();
      scene.settle();
      assertThat(scene.ready()).isEqualTo(Reason.INTERRUPTED);
      assertThat(scene.stage(StageName.TRAIN).exitCode()).isEqualTo(75);
      assertThat(scene.stage(StageName.TRAIN).attempts()).isEqualTo(attempt);
    }

    job.run();
    scene.later(Duration.ofMinutes(1)).settle();
    job.complete();
    scene.settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.EVALUATING);
    assertThat(scene.stage(StageName.TRAIN).attempts()).isEqualTo(3);
  }

  @Test
  void doesNotCountTimeBetweenPodsAgainstTheStartDeadline() {
    Scene scene = Scene.at(StageName.TRAIN);
    JobPlay job = scene.job(StageName.TRAIN);
    job.run();
    scene.settle();
    scene.later(Duration.ofHours(5));
    scene.cluster.remove(job.evict(""));
    scene.settle();

    job.pod();
    scene.settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.TRAINING);
  }

  /** How a stage ends for good. */
  static Stream<Arguments> failures() {
    return Stream.of(
        failure("data wrong", job -> wrong(job, Reason.DATA_INVALID), Reason.DATA_INVALID),
        failure("model wrong", job -> wrong(job, Reason.MODEL_INVALID), Reason.MODEL_INVALID),
        failure("plan wrong", job -> wrong(job, Reason.PLAN_INVALID), Reason.PLAN_INVALID),
        failure("collapse", job -> wrong(job, Reason.REWARD_COLLAPSED), Reason.REWARD_COLLAPSED),
        failure(
            "judge away", job -> wrong(job, Reason.JUDGE_UNAVAILABLE), Reason.JUDGE_UNAVAILABLE),
        failure(
            "wrong without a word",
            job -> {
              job.exit(42, "Error", "");
              job.fail("PodFailurePolicy");
            },
            Reason.REPORT_MISSING),
        failure(
            "exit 1 for ever",
            job -> {
              job.crash("Error", 1);
              job.fail("BackoffLimitExceeded");
            },
            Reason.BACKOFF_LIMIT_EXCEEDED),
        failure(
            "killed for memory",
            job -> {
              job.crash("OOMKilled", 137);
              job.fail("BackoffLimitExceeded");
            },
            Reason.OUT_OF_MEMORY),
        failure(
            "hangs",
            job -> {
              job.exit(137, "Error", "");
              job.fail("DeadlineExceeded");
            },
            Reason.DEADLINE_EXCEEDED),
        failure(
            "no report",
            job -> {
              job.exit(0, "Completed", "");
              job.condition("Complete", "");
            },
            Reason.REPORT_MISSING),
        failure(
            "report cut off",
            job -> {
              job.exit(0, "Completed", job.report().json().substring(0, 40));
              job.condition("Complete", "");
            },
            Reason.REPORT_MISSING),
        failure(
            "report of another plan",
            job ->
                job.complete(
                    StageReport.of(
                        job.stage(),
                        "sha256:other",
                        StageReport.Outcome.SUCCEEDED,
                        Reason.COMPLETED,
                        "")),
            Reason.REPORT_MISSING));
  }

  private static Arguments failure(String name, Consumer<JobPlay> fault, Reason reason) {
    return Arguments.of(name, fault, reason);
  }

  private static void wrong(JobPlay job, Reason reason) {
    job.exit(42, "Error", job.failure(reason, "this is what was wrong").json());
    job.fail("PodFailurePolicy");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void failsWithTheReasonThatTheStageOrTheClusterGave(
      String name, Consumer<JobPlay> fault, Reason reason) {
    Scene scene = Scene.at(StageName.TRAIN);
    fault.accept(scene.job(StageName.TRAIN));

    scene.settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(scene.ready()).isEqualTo(reason);
    assertThat(scene.is(ConditionType.FAILED)).isTrue();
    assertThat(scene.is(ConditionType.STALLED)).isTrue();
    assertThat(scene.stage(StageName.TRAIN).state()).isEqualTo(StageState.FAILED);
    assertThat(scene.stage(StageName.TRAIN).reason()).isEqualTo(reason);
  }

  @Test
  void tellsTheSentenceOfTheReportAndTheCheckpointThatIsLeft() {
    Scene scene = Scene.at(StageName.TRAIN);
    wrong(scene.job(StageName.TRAIN), Reason.REWARD_COLLAPSED);

    scene.settle();

    assertThat(scene.condition(ConditionType.FAILED).orElseThrow().message())
        .contains("this is what was wrong", "checkpoint is that of step 20");
  }

  @Test
  void failsForWhatAnotherRankFailedFor() {
    Scene scene =
        Scene.at(StageName.TRAIN, "training: {nodes: 2}", "storage: {accessMode: ReadWriteMany}");
    JobPlay job = scene.job(StageName.TRAIN);
    job.exit(75, "Error", "").getMetadata().getLabels().put(RANK, "0");
    job.exit(42, "Error", job.failure(Reason.GPU_ERROR, "ECC").json())
        .getMetadata()
        .getLabels()
        .put(RANK, "1");
    job.fail("PodFailurePolicy");

    scene.settle();

    assertThat(scene.ready()).isEqualTo(Reason.GPU_ERROR);
    assertThat(scene.stage(StageName.TRAIN).message()).contains("ECC");
  }

  @Test
  void tellsTheMemoryLimit() {
    Scene scene = Scene.at(StageName.TRAIN, "training: {resources: {memory: 3Gi}}");
    scene.job(StageName.TRAIN).crash("OOMKilled", 137);
    scene.settle();
    assertThat(scene.ready()).isEqualTo(Reason.STAGE_RETRYING);
    assertThat(scene.stage(StageName.TRAIN).failures()).isEqualTo(1);

    scene.job(StageName.TRAIN).fail("BackoffLimitExceeded");
    scene.settle();

    assertThat(scene.condition(ConditionType.FAILED).orElseThrow().message())
        .contains("stage train", "its limit is 3Gi");
  }

  @Test
  void endsAJobOnlyByItsLastConditions() {
    Scene scene = Scene.at(StageName.TRAIN);
    JobPlay job = scene.job(StageName.TRAIN);
    job.run();
    scene.settle();
    job.condition("FailureTarget", "DeadlineExceeded");

    scene.settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.TRAINING);

    job.exit(137, "Error", "");
    job.fail("DeadlineExceeded");
    scene.settle();
    assertThat(scene.ready()).isEqualTo(Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void endsARunThatTakesTooLongAndFreesItsGpu() {
    Scene scene = Scene.at(StageName.TRAIN, "activeDeadlineSeconds: 7200");
    scene.job(StageName.TRAIN).run();
    scene.settle();
    assertThat(RunTransitionsTest.last(scene).lookAgain()).contains(Duration.ofHours(2));

    scene.later(Duration.ofHours(1)).edit("suspend: true").settle();
    scene.later(Duration.ofHours(9)).edit("suspend: false").settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.TRAINING);

    scene.later(Duration.ofHours(1)).settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(scene.ready()).isEqualTo(Reason.RUN_DEADLINE_EXCEEDED);
    assertThat(scene.job(StageName.TRAIN).exists()).isFalse();
  }

  @Test
  void makesAJobAgainThatSomebodyDeletedWithWhatIsLeftOfItsLimit() {
    Scene scene = Scene.at(StageName.TRAIN, "training: {limits: {backoffLimit: 3}}");
    JobPlay job = scene.job(StageName.TRAIN);
    job.crash("Error", 1);
    scene.settle();
    job.run();
    scene.settle();

    job.vanish();
    scene.settle();
    assertThat(scene.ready()).isEqualTo(Reason.JOB_RECREATED);
    assertThat(job.job().getSpec().getBackoffLimit()).isEqualTo(2);

    job.run();
    scene.settle();
    assertThat(scene.stage(StageName.TRAIN).attempts()).isEqualTo(3);
    assertThat(scene.stage(StageName.TRAIN).failures()).isEqualTo(1);
  }

  @Test
  void believesTheServerAndNotACacheThatAJobIsGone() {
    Scene scene = Scene.at(StageName.TRAIN);
    scene.job(StageName.TRAIN).run();
    scene.settle();

    RunDecision decision = scene.passWithEmptyCache();

    assertThat(decision.actions()).isEmpty();
    assertThat(decision.status().phase()).isEqualTo(RunPhase.TRAINING);
  }

  @Test
  void runsAStageAgainWhoseReportWentWithItsPod() {
    Scene scene = Scene.at(StageName.TRAIN, "training: {limits: {backoffLimit: 1}}");
    JobPlay job = scene.job(StageName.TRAIN);
    for (int lost = 0; lost < 2; lost++) {
      scene.cluster.remove(job.run());
      job.condition("Complete", "");
      scene.settle();
    }

    assertThat(scene.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(scene.ready()).isEqualTo(Reason.REPORT_MISSING);
    assertThat(scene.stage(StageName.TRAIN).failures()).isEqualTo(2);
  }

  @Test
  void waitsInAQueueWithoutAClock() {
    Scene scene = Scene.at(StageName.TRAIN);
    JobPlay job = scene.job(StageName.TRAIN);
    job.queue();

    scene.later(START_DEADLINE.multipliedBy(3)).settle();
    assertThat(scene.ready()).isEqualTo(Reason.QUEUED_BY_KUEUE);
    assertThat(scene.stage(StageName.TRAIN).state()).isEqualTo(StageState.QUEUED);

    job.admit();
    job.run();
    scene.settle();
    assertThat(scene.ready()).isEqualTo(Reason.TRAINING);

    job.queue();
    scene.settle();
    assertThat(scene.ready()).isEqualTo(Reason.QUEUED_BY_KUEUE);

    job.admit();
    job.run();
    scene.settle();
    assertThat(scene.stage(StageName.TRAIN).attempts()).isEqualTo(2);
  }

  @Test
  void neverTouchesWhatBelongsToSomebodyElse() {
    Scene scene = Scene.started();
    Job foreign =
        new JobBuilder()
            .withNewMetadata()
            .withName("vegetarian-train")
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .build();
    scene.cluster.put(foreign);

    scene.job(StageName.PROMPTS).complete();
    scene.settle();

    assertThat(scene.ready()).isEqualTo(Reason.NAME_TAKEN);
    assertThat(scene.is(ConditionType.STALLED)).isTrue();
    assertThat(scene.cluster.find(Job.class, "vegetarian-train")).containsSame(foreign);

    scene.cluster.remove(foreign);
    scene.settle();
    assertThat(scene.ready()).isEqualTo(Reason.STARTING);
  }

  @Test
  void makesALostPlanAgainIfItIsTheSame() {
    Scene scene = Scene.at(StageName.TRAIN);
    ConfigMap plan = scene.cluster.all(ConfigMap.class).get(0);
    scene.cluster.remove(plan);

    scene.settle();

    assertThat(scene.cluster.all(ConfigMap.class).get(0).getData()).isEqualTo(plan.getData());
    assertThat(scene.phase()).isEqualTo(RunPhase.TRAINING);
  }

  @Test
  void failsIfALostPlanCannotBeMadeAgain() {
    Scene scene = Scene.at(StageName.TRAIN);
    scene.job(StageName.TRAIN).run();
    scene.settle();
    scene.cluster.remove(scene.cluster.all(ConfigMap.class).get(0));
    scene.edit("lora: {rank: 8}");

    scene.settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(scene.ready()).isEqualTo(Reason.PLAN_LOST);
    assertThat(scene.job(StageName.TRAIN).exists()).isFalse();
  }

  @Test
  void failsIfTheWorkspaceWentWithWhatWasMade() {
    Scene scene = Scene.at(StageName.TRAIN);
    scene.job(StageName.TRAIN).vanish();
    scene.cluster.remove(scene.cluster.all(PersistentVolumeClaim.class).get(0));

    scene.settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(scene.ready()).isEqualTo(Reason.CLAIM_NOT_FOUND);
  }

  @Test
  void saysWhyServingPodsDoNotComeUp() {
    Scene scene = Scene.at(StageName.EVALUATE);
    scene.job(StageName.EVALUATE).complete();
    scene.settle();
    new JobPlay(scene, StageName.SERVE).deployedPodWaits("CrashLoopBackOff");

    scene.settle();

    assertThat(scene.ready()).isEqualTo(Reason.CRASH_LOOPING);
    assertThat(scene.condition(ConditionType.DEPLOYED).orElseThrow().reason())
        .isEqualTo(Reason.ROLLING_OUT);
    assertThat(scene.cluster.all(Deployment.class)).hasSize(1);
  }
}
