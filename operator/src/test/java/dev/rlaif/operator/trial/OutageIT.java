package dev.rlaif.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.cluster.ApiServer;
import dev.rlaif.operator.cluster.Write;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An API server that answers nobody for a minute. */
class OutageIT {
  @RegisterExtension
  @Order(1)
  static final ApiServer API = new ApiServer();

  @RegisterExtension
  @Order(2)
  static final Trial TRIAL = new Trial(API);

  @Test
  void runsGoOnWhenTheServerIsBack() throws Exception {
    long begin = API.audit().position();
    TRIAL.apply(TrialDocuments.judge("words"));
    for (int run = 0; run < 5; run++) {
      TRIAL.apply(TrialDocuments.run("run-" + run, "words"));
    }
    TRIAL.await("run-0", run -> run.knownStatus().planHash() != null, "a plan");

    API.freeze(Duration.ofMinutes(1));

    if (!TRIAL.operator().isAlive()) {
      TRIAL.start(); // it lost its lease, and ended; a kubelet would start it again
    }
    for (int run = 0; run < 5; run++) {
      TRIAL.awaitPhase("run-" + run, RunPhase.SUCCEEDED);
    }
    List<String> made =
        API.audit().since(begin).stream()
            .filter(write -> write.verb().equals("create") && write.code() == 201)
            .filter(write -> write.namespace().equals(TRIAL.namespace()))
            .filter(write -> write.resource().equals("jobs"))
            .map(Write::name)
            .toList();
    assertThat(made).doesNotHaveDuplicates();
  }
}
