package dev.rlaif.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.plan.PlanJson;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConditionTest {
  /** An API server refuses an applied status with a field that its schema lacks. */
  @Test
  void hasOnlyTheFieldsThatKubernetesKnows() {
    var ready =
        new Condition(
            ConditionType.READY,
            ConditionStatus.TRUE,
            3L,
            Instant.parse("2026-01-01T10:00:00Z"),
            Reason.ACCEPTED,
            "ready");

    assertThat(PlanJson.write(ready))
        .isEqualTo(
            "{\"lastTransitionTime\":\"2026-01-01T10:00:00Z\",\"message\":\"ready\","
                + "\"observedGeneration\":3,\"reason\":\"Accepted\",\"status\":\"True\","
                + "\"type\":\"Ready\"}");
  }
}
