package dev.rlaif.operator.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of transitions, row by row. */
class RunTransitionsTest {

  @Test
  void saysSomethingInTheFirstPass() {
    Scene scene = new Scene();

    scene.pass();

    assertThat(scene.phase()).isEqualTo(RunPhase.VALIDATING_JUDGE);
    assertThat(scene.ready()).isEqualTo(Reason.WAITING_FOR_JUDGE);
    assertThat(scene.status().observedGeneration()).isEqualTo(1);
    assertThat(scene.is(ConditionType.RECONCILING)).isTrue();
  }

  @Test
  void waitsWithASpecThatIsWrongUntilItIsCorrected() {
    Scene scene = new Scene("lora: {rank: 0}");

    scene.settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.PENDING);
    assertThat(scene.ready()).isEqualTo(Reason.SPEC_INVALID);
    assertThat(scene.is(ConditionType.STALLED)).isTrue();
    assertThat(scene.condition(ConditionType.ACCEPTED).orElseThrow().message())
        .contains("spec.lora.rank");

    scene.prove().edit("lora: {rank: 8}").settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.PREPARING);
    assertThat(scene.is(ConditionType.STALLED)).isFalse();
  }

  @Test
  void waitsForWhatItRefersTo() {
    assertThat(waitsWith("judgeRef: {name: nobody}")).isEqualTo(Reason.JUDGE_NOT_FOUND);
    assertThat(waitsWith("storage: {existingClaim: shared}")).isEqualTo(Reason.CLAIM_NOT_FOUND);
    assertThat(waitsWith("prompts: {files: [{uri: \"configmap://questions/a.jsonl\"}]}"))
        .isEqualTo(Reason.CONFIG_MAP_NOT_FOUND);
    assertThat(waitsWith("model: {uri: \"hf://a/b\", tokenSecretRef: {name: hub}}"))
        .isEqualTo(Reason.SECRET_NOT_FOUND);
  }

  private static Reason waitsWith(String change) {
    Scene scene = new Scene(change).prove().settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.PENDING);
    assertThat(scene.is(ConditionType.RECONCILING)).isTrue();
    assertThat(last(scene).lookAgain()).contains(Duration.ofSeconds(30));
    return scene.ready();
  }

  @Test
  void makesNothingForAJudgeThatIsNotProved() {
    Scene scene = new Scene().disprove().settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.VALIDATING_JUDGE);
    assertThat(scene.ready()).isEqualTo(Reason.JUDGE_NOT_VALIDATED);
    assertThat(scene.is(ConditionType.STALLED)).isTrue();
    assertThat(scene.cluster.all(ConfigMap.class)).isEmpty();
    assertThat(scene.cluster.all(Job.class)).isEmpty();
    assertThat(last(scene).lookAgain()).isEmpty();
  }

  @Test
  void takesAnUnprovedJudgeIfAskedTo() {
    Scene scene = new Scene("judgeRef: {requireValidated: false}").settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.PREPARING);
    Condition judge = scene.condition(ConditionType.JUDGE_VALIDATED).orElseThrow();
    assertThat(judge.status()).isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(judge.reason()).isEqualTo(Reason.NOT_REQUIRED);
  }

  @Test
  void writesThePlanThenStartsThenMakesTheRest() {
    Scene scene = new Scene().prove();

    RunDecision start = scene.pass();

    assertThat(start.actions()).hasSize(2);
    assertThat(created(start)).containsExactly("ConfigMap/vegetarian-plan");
    assertThat(start.actions().get(1)).isInstanceOf(Action.Start.class);
    assertThat(scene.status().startTime()).isEqualTo(scene.now());
    assertThat(requireNonNull(scene.status().judge()).accuracy()).isEqualTo("0.9650");

    assertThat(created(scene.pass()))
        .containsExactly("PersistentVolumeClaim/vegetarian-workspace", "Job/vegetarian-prompts");
    assertThat(scene.phase()).isEqualTo(RunPhase.PREPARING);
  }

  @Test
  void replacesAPlanOfAnEarlierVersionThatDidNotStart() {
    Scene scene = new Scene().prove();
    scene.pass();
    scene.run().setStatus(null);

    scene.edit("lora: {rank: 8}");

    assertThat(scene.pass().actions().stream().map(RunTransitionsTest::word))
        .containsExactly(
            "Delete ConfigMap/vegetarian-plan", "Create ConfigMap/vegetarian-plan", "Start");
  }

  @Test
  void goesThroughItsStagesOneAfterTheOther() {
    Scene scene = Scene.started();
    assertThat(jobs(scene)).containsExactly("vegetarian-prompts");

    scene.job(StageName.PROMPTS).complete();
    scene.settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.TRAINING);
    assertThat(scene.is(ConditionType.PROMPTS_READY)).isTrue();
    assertThat(jobs(scene)).containsExactly("vegetarian-prompts", "vegetarian-train");

    scene.job(StageName.TRAIN).complete();
    scene.settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.EVALUATING);
    assertThat(scene.is(ConditionType.TRAINED)).isTrue();
    assertThat(requireNonNull(scene.status().checkpoint()).step()).isEqualTo(20);
    assertThat(requireNonNull(scene.status().workspace()).adapter()).isEqualTo("adapter");
  }

  @Test
  void tellsWhenAStageBeganByItsPodAndNeverInTheFuture() {
    Scene late = Scene.started();
    Instant begun = late.now().minusSeconds(40);
    late.job(StageName.PROMPTS).runSince(begun);
    late.settle();
    assertThat(late.stage(StageName.PROMPTS).startTime()).isEqualTo(begun);

    Scene skewed = Scene.started();
    skewed.job(StageName.PROMPTS).runSince(skewed.now().plusSeconds(3600));
    skewed.settle();
    assertThat(skewed.stage(StageName.PROMPTS).startTime()).isBeforeOrEqualTo(skewed.now());
  }

  @Test
  void downloadsOnlyWhatIsRemoteAndPairsOnlyForDpo() {
    Scene scene =
        Scene.started(
            "model: {uri: \"hf://a/b\"}", "algorithm: {type: DPO}", "serving: {enabled: false}");

    for (StageName stage :
        List.of(StageName.MODEL, StageName.PROMPTS, StageName.PAIRS, StageName.TRAIN)) {
      scene.job(stage).complete();
      scene.settle();
    }

    assertThat(scene.is(ConditionType.MODEL_READY)).isTrue();
    assertThat(scene.is(ConditionType.PAIRS_READY)).isTrue();
    assertThat(scene.phase()).isEqualTo(RunPhase.EVALUATING);
  }

  @Test
  void givesSeveralNodesAServiceToFindEachOther() {
    Scene scene =
        Scene.at(StageName.TRAIN, "training: {nodes: 2}", "storage: {accessMode: ReadWriteMany}");

    assertThat(scene.cluster.find(Service.class, "vegetarian-ranks")).isPresent();
  }

  @Test
  void servesWhatPassed() {
    Scene scene = Scene.at(StageName.EVALUATE);

    scene.job(StageName.EVALUATE).complete();
    scene.settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.DEPLOYING);
    assertThat(scene.ready()).isEqualTo(Reason.ROLLING_OUT);
    assertThat(scene.is(ConditionType.EVALUATION_PASSED)).isTrue();
    assertThat(scene.cluster.find(Deployment.class, "vegetarian-serve")).isPresent();

    Serving.comesUp(scene);
    scene.settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(scene.ready()).isEqualTo(Reason.DEPLOYED);
    assertThat(scene.is(ConditionType.READY)).isTrue();
    assertThat(scene.status().completionTime()).isEqualTo(scene.now());
    assertThat(requireNonNull(scene.status().serving()).url())
        .startsWith("http://vegetarian-serve.food.svc");
  }

  @Test
  void rejectsWhatMissedAGateAndServesNothing() {
    Scene scene = Scene.at(StageName.EVALUATE);

    scene.job(StageName.EVALUATE).complete(scene.job(StageName.EVALUATE).rejection());
    scene.settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.REJECTED);
    assertThat(scene.ready()).isEqualTo(Reason.BELOW_THRESHOLD);
    assertThat(scene.is(ConditionType.STALLED)).isTrue();
    assertThat(scene.condition(ConditionType.FAILED)).isEmpty();
    assertThat(scene.condition(ConditionType.EVALUATION_PASSED).orElseThrow().message())
        .contains("4 -> 1 of 10", "minImprovement 0.1 was missed: 0.02");
    assertThat(scene.cluster.all(Deployment.class)).isEmpty();
  }

  @Test
  void servesNothingIfSoWished() {
    Scene scene = Scene.at(StageName.EVALUATE, "serving: {enabled: false}");

    scene.job(StageName.EVALUATE).complete();
    scene.settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(scene.is(ConditionType.READY)).isTrue();
    assertThat(scene.condition(ConditionType.DEPLOYED).orElseThrow().reason())
        .isEqualTo(Reason.SERVING_DISABLED);

    scene.edit("serving: {enabled: true}").settle();
    assertThat(scene.cluster.all(Deployment.class)).hasSize(1);
    assertThat(scene.phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(scene.is(ConditionType.READY)).isFalse();

    scene.edit("serving: {enabled: false}").settle();
    assertThat(scene.cluster.all(Deployment.class)).isEmpty();
    assertThat(scene.is(ConditionType.READY)).isTrue();
  }

  @Test
  void appliesAnotherNumberOfReplicas() {
    Scene scene = Serving.deployed("serving: {replicas: 1}");

    scene.edit("serving: {replicas: 3}").settle();

    assertThat(scene.cluster.find(Deployment.class, "vegetarian-serve").orElseThrow().getSpec())
        .extracting(spec -> spec.getReplicas())
        .isEqualTo(3);
  }

  @Test
  void logsRequestsFromNowOnAndNoMore() {
    Scene scene = Serving.deployed();
    assertThat(servingArguments(scene)).doesNotContain("--log-requests");

    scene.edit("serving: {requestLog: {sample: 0.5}}").settle();
    assertThat(servingArguments(scene))
        .endsWith("--log-requests", "/requests", "--log-sample", "0.5");
    assertThat(scene.phase()).isEqualTo(RunPhase.SUCCEEDED);

    scene.edit("serving: {requestLog: null}").settle();
    assertThat(servingArguments(scene)).doesNotContain("--log-requests");
  }

  private static List<String> servingArguments(Scene scene) {
    return scene
        .cluster
        .find(Deployment.class, "vegetarian-serve")
        .orElseThrow()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getArgs();
  }

  @Test
  void staysSucceededWhenServingComesAndGoes() {
    Scene scene = Serving.deployed();

    Serving.goesDown(scene);
    scene.settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(scene.ready()).isEqualTo(Reason.SERVING_UNAVAILABLE);
    assertThat(scene.is(ConditionType.READY)).isFalse();

    Serving.comesUp(scene);
    scene.settle();
    assertThat(scene.ready()).isEqualTo(Reason.DEPLOYED);
  }

  @Test
  void saysWhenServingIsLateAndSucceedsAllTheSame() {
    Scene scene = Scene.at(StageName.EVALUATE);
    scene.job(StageName.EVALUATE).complete();
    scene.settle();

    scene.later(Duration.ofSeconds(1800)).settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.DEPLOYING);
    assertThat(scene.ready()).isEqualTo(Reason.SERVING_START_DEADLINE_EXCEEDED);
    assertThat(scene.is(ConditionType.STALLED)).isTrue();
    assertThat(scene.cluster.all(Deployment.class)).hasSize(1);

    Serving.comesUp(scene);
    scene.settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.SUCCEEDED);
  }

  @Test
  void restsAndGoesOnInEveryPhase() {
    for (StageName stage : List.of(StageName.PROMPTS, StageName.TRAIN, StageName.EVALUATE)) {
      Scene scene = Scene.at(stage);
      scene.job(stage).run();
      scene.settle();
      RunPhase before = scene.phase();

      scene.edit("suspend: true").settle();
      assertThat(scene.phase()).isEqualTo(RunPhase.SUSPENDED);
      assertThat(scene.job(stage).exists()).isFalse();
      assertThat(scene.stage(stage).state()).isEqualTo(StageState.SUSPENDED);
      assertThat(scene.is(ConditionType.STALLED)).isFalse();
      assertThat(last(scene).lookAgain()).isEmpty();

      scene.later(Duration.ofHours(1)).edit("suspend: false").settle();
      assertThat(scene.phase()).isEqualTo(before);
      assertThat(scene.ready()).isEqualTo(Reason.RESUMED);
      assertThat(scene.status().suspendedSeconds()).isEqualTo(3600);
      assertThat(scene.job(stage).exists()).isTrue();

      scene.job(stage).run();
      scene.settle();
      assertThat(scene.stage(stage).attempts()).isEqualTo(2);
      assertThat(scene.condition(ConditionType.SUSPENDED).orElseThrow().reason())
          .isEqualTo(Reason.RESUMED);
    }
  }

  @Test
  void restsBeforeItStarts() {
    Scene scene = new Scene("suspend: true").prove().settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.SUSPENDED);
    assertThat(scene.status().startTime()).isNull();
    assertThat(scene.cluster.all(ConfigMap.class)).isEmpty();

    scene.edit("suspend: false").settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.PREPARING);
  }

  @Test
  void givesBackWhatItDeploysWhenItRests() {
    Scene scene = Scene.at(StageName.EVALUATE);
    scene.job(StageName.EVALUATE).complete();
    scene.settle();

    scene.edit("suspend: true").settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.SUSPENDED);
    assertThat(scene.cluster.all(Deployment.class)).isEmpty();

    scene.edit("suspend: false").settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.DEPLOYING);
    assertThat(scene.cluster.all(Deployment.class)).hasSize(1);
  }

  @Test
  void isSuspendedOnlyWhenThePodsHaveEnded() {
    Scene scene = Scene.at(StageName.TRAIN);
    scene.job(StageName.TRAIN).run();
    scene.settle();
    Job job = scene.job(StageName.TRAIN).job();

    scene.edit("suspend: true").pass();
    job.getMetadata().setDeletionTimestamp(scene.now().toString());
    scene.cluster.put(job);
    scene.settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.TRAINING);
    assertThat(scene.ready()).isEqualTo(Reason.SUSPENDED_BY_SPEC);
    assertThat(scene.is(ConditionType.SUSPENDED)).isFalse();
  }

  @Test
  void ignoresSuspendAfterTheEnd() {
    Scene scene = Serving.deployed();

    scene.edit("suspend: true").settle();

    assertThat(scene.phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(scene.cluster.all(Deployment.class)).hasSize(1);
    assertThat(scene.status().observedGeneration()).isEqualTo(2);
  }

  @Test
  void deletesJobsOnceTheirTimeHasCome() {
    Scene scene = Serving.deployed("cleanup: {jobsAfterFinishedSeconds: 60}");
    assertThat(last(scene).lookAgain()).contains(Duration.ofSeconds(60));

    scene.later(Duration.ofSeconds(60)).settle();

    assertThat(scene.cluster.all(Job.class)).isEmpty();
    assertThat(scene.cluster.all(PersistentVolumeClaim.class)).hasSize(1);
    assertThat(scene.phase()).isEqualTo(RunPhase.SUCCEEDED);
  }

  @Test
  void keepsTheJobThatFailed() {
    Scene scene = Scene.at(StageName.TRAIN, "cleanup: {jobsAfterFinishedSeconds: 60}");
    scene.job(StageName.TRAIN).crash("Error", 1);
    scene.job(StageName.TRAIN).fail("BackoffLimitExceeded");
    scene.settle();

    scene.later(Duration.ofSeconds(60)).settle();

    assertThat(jobs(scene)).containsExactly("vegetarian-train");
  }

  @Test
  void neverRunsAgainAfterTheEnd() {
    Scene scene = Serving.deployed();
    scene.cluster.all(Job.class).forEach(scene.cluster::remove);

    scene.settle();

    assertThat(scene.cluster.all(Job.class)).isEmpty();
    assertThat(scene.phase()).isEqualTo(RunPhase.SUCCEEDED);
  }

  @Test
  void keepsThePlanThatItStartedWith() {
    Scene scene = Scene.at(StageName.TRAIN);
    String hash = scene.status().planHash();
    scene.cluster.find(RewardJudgeResource.class, "judge").ifPresent(scene.cluster::remove);

    scene.settle();
    scene.job(StageName.TRAIN).complete();
    scene.settle();

    assertThat(scene.status().planHash()).isEqualTo(hash);
    assertThat(scene.phase()).isEqualTo(RunPhase.EVALUATING);
  }

  @Test
  void saysNothingNewWhenNothingIsNew() {
    Scene scene = Scene.at(StageName.TRAIN);
    scene.job(StageName.TRAIN).run();
    scene.settle();
    var before = scene.status();

    RunDecision again = scene.later(Duration.ofMinutes(5)).pass();

    assertThat(again.actions()).isEmpty();
    assertThat(again.status()).isEqualTo(before);
  }

  static RunDecision last(Scene scene) {
    return scene.decisions.get(scene.decisions.size() - 1);
  }

  private static List<String> jobs(Scene scene) {
    return scene.cluster.all(Job.class).stream().map(job -> job.getMetadata().getName()).toList();
  }

  private static List<String> created(RunDecision decision) {
    return decision.actions().stream()
        .filter(Action.Create.class::isInstance)
        .map(action -> name(((Action.Create) action).object()))
        .toList();
  }

  private static String word(Action action) {
    if (action instanceof Action.Create create) {
      return "Create " + name(create.object());
    }
    return action instanceof Action.Delete delete
        ? "Delete " + name(delete.object())
        : action.getClass().getSimpleName();
  }

  private static String name(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
