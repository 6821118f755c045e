package dev.rlaif.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.operator.cluster.ApiServer;
import dev.rlaif.operator.fake.Play;
import dev.rlaif.operator.fake.StageReports;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.plan.StageName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person sees of runs that go as they should. */
class RunsIT {
  @RegisterExtension
  @Order(1)
  static final ApiServer API = new ApiServer();

  @RegisterExtension
  @Order(2)
  static final Trial TRIAL = new Trial(API);

  @Test
  void judgeIsProvedRunIsTrainedEvaluatedAndServed() throws Exception {
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("good", "words"));

    RlaifRunResource run = TRIAL.awaitPhase("good", RunPhase.SUCCEEDED);

    assertThat(run.knownStatus().stages())
        .extracting(StageStatus::name)
        .containsExactly("prompts", "train", "evaluate");
    assertThat(Conditions.of(run, ConditionType.READY).status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(TRIAL.judge("words").knownStatus().validation()).isNotNull();
    assertThat(TRIAL.kubectl("get", "rlaifruns", "good"))
        .contains("Succeeded", "43 -> 30 of 100", "True");
    assertThat(TRIAL.kubectl("wait", "--for=condition=Ready", "rr/good", "--timeout=5s"))
        .contains("condition met");
  }

  @Test
  void tunedModelThatMissesGateIsNotServed() throws Exception {
    TRIAL
        .script()
        .then(
            TRIAL.namespace(),
            "worse",
            StageName.EVALUATE,
            new Play.Succeed(StageReports::rejected));
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("worse", "words"));

    RlaifRunResource run = TRIAL.awaitPhase("worse", RunPhase.REJECTED);

    assertThat(Conditions.of(run, ConditionType.EVALUATION_PASSED).reason())
        .isEqualTo(Reason.BELOW_THRESHOLD);
    assertThat(TRIAL.admin().apps().deployments().inNamespace(TRIAL.namespace()).list().getItems())
        .isEmpty();
  }
}
