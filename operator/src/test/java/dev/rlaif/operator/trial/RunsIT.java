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
import java.util.Map;
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
  static final Trial TRIAL = new Trial(API, Map.of());

  @Test
  void judgeIsProvedRunIsTrainedEvaluatedAndServed() throws Exception {
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("good", "words"));

    RlaifRunResource run = TRIAL.awaitPhase("good", RunPhase.SUCCEEDED);

    assertThat(run.knownStatus().stages())
        .extracting(StageStatus::name)
        .containsExactly("prompts", "train", "evaluate");
    assertThat(Conditions.of(run, ConditionType.READY).status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(TRIAL.judge("words").knownStatus().validation()).isNotNull();
    assertThat(API.kubectl("get", "rlaifruns", "good").orThrow())
        .contains("Succeeded", "43 -> 30 of 100", "True");
    assertThat(
            API.kubectl("wait", "--for=condition=Ready", "rr/good", "--timeout=5s").orThrow())
        .contains("condition met");
  }

  @Test
  void tunedModelThatMissesGateIsNotServed() throws Exception {
    TRIAL
        .script()
        .then(
            API.namespace(), "worse", StageName.EVALUATE, new Play.Succeed(StageReports::rejected));
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("worse", "words"));

    RlaifRunResource run = TRIAL.awaitPhase("worse", RunPhase.REJECTED);

    assertThat(Conditions.of(run, ConditionType.EVALUATION_PASSED).reason())
        .isEqualTo(Reason.BELOW_THRESHOLD);
    assertThat(TRIAL.admin().apps().deployments().inNamespace(API.namespace()).list().getItems())
        .isEmpty();
  }
}
