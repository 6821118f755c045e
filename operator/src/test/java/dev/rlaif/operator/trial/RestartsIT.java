package dev.rlaif.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.cluster.ApiServer;
import dev.rlaif.operator.cluster.Write;
import dev.rlaif.operator.kube.RlaifRunResource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator that is killed at any moment: nothing is lost, nothing is made twice. */
class RestartsIT {
  private static final int KILLS = 25;
  private static final int LATEST_MILLIS = 2500;

  @RegisterExtension
  @Order(1)
  static final ApiServer API = new ApiServer();

  @RegisterExtension
  @Order(2)
  static final Trial TRIAL = new Trial(API);

  @Test
  void killsAtRandomMomentsChangeNothing() throws Exception {
    long begin = API.audit().position();
    Random moments = new Random(7);
    TRIAL.apply(TrialDocuments.judge("words"));
    for (int kill = 0; kill < KILLS; kill++) {
      TRIAL.apply(TrialDocuments.run("run-" + kill, "words"));
      Thread.sleep(moments.nextInt(LATEST_MILLIS));
      TRIAL.operator().kill();
      TRIAL.start();
    }

    for (int kill = 0; kill < KILLS; kill++) {
      RlaifRunResource run = TRIAL.awaitPhase("run-" + kill, RunPhase.SUCCEEDED);
      assertThat(run.knownStatus().stages())
          .allSatisfy(stage -> assertThat(stage.attempts()).isEqualTo(1));
    }
    List<String> made =
        API.audit().since(begin).stream()
            .filter(write -> write.verb().equals("create") && write.code() == 201)
            .filter(write -> write.namespace().equals(TRIAL.namespace()))
            .filter(write -> write.resource().equals("jobs"))
            .map(Write::name)
            .toList();
    assertThat(made).doesNotHaveDuplicates().hasSize(1 + 3 * KILLS);
  }

  @Test
  void whatHasEndedIsLeftAlone() throws Exception {
    TRIAL.apply(TrialDocuments.judge("words"), TrialDocuments.run("run", "words"));
    TRIAL.awaitPhase("run", RunPhase.SUCCEEDED);
    Thread.sleep(2_000);
    long quiet = API.audit().position();

    TRIAL.operator().kill();
    TRIAL.start();
    Thread.sleep(10_000);

    assertThat(API.audit().since(quiet))
        .filteredOn(write -> write.user().contains("rlaif-operator"))
        .filteredOn(Write::leavesSomething)
        .filteredOn(write -> !write.resource().equals("leases"))
        .isEmpty();
  }
}
