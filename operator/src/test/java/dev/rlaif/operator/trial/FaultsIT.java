package dev.rlaif.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.operator.cluster.ApiServer;
import dev.rlaif.operator.fake.Play;
import dev.rlaif.operator.fake.StageReports;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.plan.StageName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person, a node or another object does to a run, and how the run takes it. */
class FaultsIT {
  @RegisterExtension
  @Order(1)
  static final ApiServer API = new ApiServer();

  @RegisterExtension
  @Order(2)
  static final Trial TRIAL = new Trial(API);

  @Test
  void interruptionsCountNothingAndTheRunGoesOn() throws Exception {
    TRIAL
        .script()
        .then(
            TRIAL.namespace(),
            "run",
            StageName.TRAIN,
            new Play.Exit(75, Reason.INTERRUPTED, "checkpoint of step 20"),
            new Play.Evict(),
            new Play.Exit(75, Reason.INTERRUPTED, "checkpoint of step 40"));
    TRIAL.apply(
        TrialDocuments.judge("words"),
        TrialDocuments.run(
            "run", "words", Map.of("training", "{gpus: 0, steps: 10, limits: {backoffLimit: 1}}")));

    RlaifRunResource run = TRIAL.awaitPhase("run", RunPhase.SUCCEEDED);

    StageStatus train = stage(run, "train");
    assertThat(train.failures()).isIn(null, 0);
    assertThat(train.attempts()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void jobThatSomebodyDeletesIsMadeAgain() throws Exception {
    TRIAL.script().then(TRIAL.namespace(), "run", StageName.TRAIN, new Play.Vanish());
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("run", "words"));

    TRIAL.awaitPhase("run", RunPhase.SUCCEEDED);
  }

  @Test
  void endedRunMakesNothingAgain() throws Exception {
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("run", "words"));
    TRIAL.awaitPhase("run", RunPhase.SUCCEEDED);

    TRIAL.kubectl("delete", "jobs", "--all", "--cascade=background");
    Thread.sleep(5_000);

    assertThat(TRIAL.admin().batch().v1().jobs().inNamespace(TRIAL.namespace()).list().getItems())
        .isEmpty();
    assertThat(TRIAL.run("run").knownStatus().phase()).isEqualTo(RunPhase.SUCCEEDED);
  }

  @Test
  void judgeAndSecretThatAreMissingAreNamedAndWaitedFor() throws Exception {
    TRIAL.apply(TrialDocuments.run("run", "words"));
    RlaifRunResource waiting =
        TRIAL.await(
            "run",
            run -> Conditions.whyReady(run).equals(Optional.of(Reason.JUDGE_NOT_FOUND)),
            "JudgeNotFound");
    assertThat(Conditions.of(waiting, ConditionType.READY).message()).contains("words");

    TRIAL.apply(TrialDocuments.judge("words"));

    TRIAL.awaitPhase("run", RunPhase.SUCCEEDED);
  }

  @Test
  void judgeThatFallsShortStopsTheRunBeforeAnythingIsSpent() throws Exception {
    TRIAL
        .script()
        .then(
            TRIAL.namespace(),
            "words",
            StageName.JUDGE,
            new Play.Succeed(StageReports::fallsShort));
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("run", "words"));

    RlaifRunResource run =
        TRIAL.await(
            "run",
            seen -> Conditions.whyReady(seen).equals(Optional.of(Reason.JUDGE_NOT_VALIDATED)),
            "JudgeNotValidated");

    assertThat(Conditions.of(run, ConditionType.STALLED).isTrue()).isTrue();
    assertThat(run.knownStatus().startTime()).isNull();
    List<String> jobs =
        TRIAL.admin().batch().v1().jobs().inNamespace(TRIAL.namespace()).list().getItems().stream()
            .map(job -> job.getMetadata().getName())
            .toList();
    assertThat(jobs).allMatch(name -> name.startsWith("words-"));
  }

  @Test
  void specThatCannotBePlannedSaysAllProblemsAndIsCorrectedInPlace() throws Exception {
    // no API server can tell: whether words are known, another object says
    TRIAL.apply(
        TrialDocuments.judge("words", "{forbid: [beef]}"),
        TrialDocuments.run(
            "run",
            "words",
            Map.of("evaluation", "{gpus: 0, gates: {minImprovement: 0, minUsefulRatio: 0.9}}")));
    RlaifRunResource refused =
        TRIAL.await(
            "run",
            run -> Conditions.whyReady(run).equals(Optional.of(Reason.SPEC_INVALID)),
            "SpecInvalid");
    assertThat(Conditions.of(refused, ConditionType.READY).message())
        .contains("spec.evaluation.gates.minUsefulRatio");
    assertThat(Conditions.of(refused, ConditionType.STALLED).isTrue()).isTrue();

    TRIAL.apply(TrialDocuments.run("run", "words"));

    TRIAL.awaitPhase("run", RunPhase.SUCCEEDED);
  }

  @Test
  void suspendedRunGivesItsPodBackAndGoesOnWhenResumed() throws Exception {
    TRIAL.script().then(TRIAL.namespace(), "run", StageName.TRAIN, new Play.Hang());
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("run", "words"));
    TRIAL.await(
        "run",
        run ->
            run.knownStatus().phase() == RunPhase.TRAINING
                && Conditions.whyReady(run).equals(Optional.of(Reason.TRAINING)),
        "training");

    TRIAL.kubectl("patch", "rr", "run", "--type=merge", "-p", "{\"spec\": {\"suspend\": true}}");
    RlaifRunResource suspended = TRIAL.awaitPhase("run", RunPhase.SUSPENDED);
    assertThat(Conditions.whyReady(suspended)).contains(Reason.SUSPENDED_BY_SPEC);
    assertThat(TRIAL.kubectl("get", "jobs")).doesNotContain("run-train");

    TRIAL.kubectl("patch", "rr", "run", "--type=merge", "-p", "{\"spec\": {\"suspend\": false}}");
    RlaifRunResource run = TRIAL.awaitPhase("run", RunPhase.SUCCEEDED);
    assertThat(Conditions.of(run, ConditionType.SUSPENDED).isTrue()).isFalse();
  }

  @Test
  void judgeThatIsEditedOrDeletedMeanwhileChangesNothing() throws Exception {
    TRIAL.script().then(TRIAL.namespace(), "run", StageName.PROMPTS, new Play.Hang());
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("run", "words"));
    RlaifRunResource begun =
        TRIAL.await("run", run -> run.knownStatus().planHash() != null, "a plan");

    TRIAL.apply(TrialDocuments.judge("words", "{forbid: [tofu], require: [beef]}"));
    TRIAL.kubectl("delete", "rj", "words");
    TRIAL.kubectl("delete", "job", "run-prompts", "--cascade=foreground");

    RlaifRunResource run = TRIAL.awaitPhase("run", RunPhase.SUCCEEDED);
    assertThat(run.knownStatus().planHash()).isEqualTo(begun.knownStatus().planHash());
    assertThat(run.knownStatus().judge()).isEqualTo(begun.knownStatus().judge());
  }

  @Test
  void inANamespaceThatIsBeingDeletedNothingIsMade() throws Exception {
    TRIAL.script().then(TRIAL.namespace(), "run", StageName.TRAIN, new Play.Hang());
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("run", "words"));
    TRIAL.await(
        "run",
        run -> Conditions.whyReady(run).equals(Optional.of(Reason.TRAINING)),
        "reason Training");

    TRIAL.kubectl("delete", "namespace", TRIAL.namespace(), "--wait=false");
    TRIAL.kubectl("delete", "job", "run-train", "--cascade=foreground");

    RlaifRunResource run =
        TRIAL.await(
            "run",
            seen -> Conditions.whyReady(seen).equals(Optional.of(Reason.NAMESPACE_TERMINATING)),
            "NamespaceTerminating");
    assertThat(run.knownStatus().phase()).isEqualTo(RunPhase.TRAINING);
  }

  @Test
  void objectOfSomebodyElseIsNeverTaken() throws Exception {
    TRIAL.kubectl("create", "configmap", "run-plan", "--from-literal=whose=mine");
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("run", "words"));
    TRIAL.await(
        "run", run -> Conditions.whyReady(run).equals(Optional.of(Reason.NAME_TAKEN)), "NameTaken");
    assertThat(TRIAL.kubectl("get", "configmap", "run-plan", "-o", "yaml")).contains("whose: mine");

    TRIAL.kubectl("delete", "configmap", "run-plan");
    TRIAL.awaitPhase("run", RunPhase.SUCCEEDED);
  }

  @Test
  void claimThatIsMissingIsNamedAndWaitedFor() throws Exception {
    TRIAL.apply(
        TrialDocuments.judge("words"),
        TrialDocuments.run("run", "words", Map.of("storage", "{existingClaim: shared}")));
    TRIAL.await(
        "run",
        run -> Conditions.whyReady(run).equals(Optional.of(Reason.CLAIM_NOT_FOUND)),
        "ClaimNotFound");

    TRIAL.apply(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: shared}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """);
    TRIAL.awaitPhase("run", RunPhase.SUCCEEDED);
  }

  @Test
  void servingThatLosesItsPodsIsToldAndComesBack() throws Exception {
    TRIAL.breakDeployment("run-serve");
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("run", "words"));
    TRIAL.awaitPhase("run", RunPhase.DEPLOYING);

    TRIAL.mendDeployment("run-serve");

    TRIAL.awaitPhase("run", RunPhase.SUCCEEDED);
  }

  @Test
  void whatSomebodyElseWritesIntoTheServedDeploymentIsSetRight() throws Exception {
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("run", "words"));
    TRIAL.awaitPhase("run", RunPhase.SUCCEEDED);
    String image = "jsonpath={.spec.template.spec.containers[0].image}";
    String wanted = TRIAL.kubectl("get", "deployment", "run-serve", "-o", image);

    TRIAL.kubectl("set", "image", "deployment/run-serve", "*=somebody/else:1");

    TRIAL.awaitText(
        wanted, () -> TRIAL.kubectl("get", "deployment", "run-serve", "-o", image), "own image");
  }

  private static StageStatus stage(RlaifRunResource run, String name) {
    return run.knownStatus().stages().stream()
        .filter(stage -> stage.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
