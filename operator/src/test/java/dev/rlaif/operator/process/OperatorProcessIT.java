package dev.rlaif.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.operator.cluster.ApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OperatorProcessIT {
  @RegisterExtension static final ApiServer API = new ApiServer();

  @Test
  void startsInSecondsTellsItsHealthAndEndsInOrder() throws Exception {
    try (var operator = start(Map.of())) {
      assertThat(operator.awaitReady()).isLessThan(Duration.ofSeconds(20));
      assertThat(operator.status("/q/health/started")).isEqualTo(200);
      assertThat(operator.status("/q/health/live")).isEqualTo(200);
      String scrape = operator.body("/q/metrics");
      assertThat(scrape)
          .contains("rlaif_judges{validated=\"True\"} 0.0")
          .doesNotContain("operator_sdk_");

      awaitHolder();
      assertThat(operator.terminate()).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void logsLinesOfJson() throws Exception {
    try (var operator = start(Map.of("QUARKUS_LOG_CONSOLE_JSON", "true"))) {
      operator.awaitReady();

      assertThat(operator.log().lines())
          .filteredOn(line -> !line.isBlank())
          .allMatch(line -> line.startsWith("{") && line.contains("\"loggerName\""));
    }
  }

  @Test
  void theOtherReplicaTakesOverAtOnceWhenTheLeaderEndsInOrder() throws Exception {
    try (var first = start(Map.of())) {
      first.awaitReady();
      String leader = awaitHolder();
      try (var second = start(Map.of())) {
        second.awaitReady();

        first.terminate();

        Instant gone = Instant.now();
        awaitHolder(leader);
        assertThat(Duration.between(gone, Instant.now())).isLessThan(Duration.ofSeconds(5));
      }
    }
  }

  /** Two leaders are the one thing that must not be. */
  @Test
  void whoLosesTheLeaseEnds() throws Exception {
    try (var operator = start(Map.of())) {
      operator.awaitReady();
      awaitHolder();

      API.kubectl(
          "patch",
          "lease",
          "rlaif-operator",
          "--type=merge",
          "-p",
          "{\"spec\":{\"holderIdentity\":\"somebody-else\"}}");

      assertThat(operator.awaitExit(Duration.ofSeconds(20))).isEqualTo(1);
      assertThat(operator.log()).contains("the lease is lost");
    }
  }

  /** SIGKILL: the lease is not given back, and runs out. */
  @Test
  void theOtherReplicaTakesOverWhenTheLeaderIsKilled() throws Exception {
    try (var first = start(Map.of())) {
      first.awaitReady();
      String leader = awaitHolder();
      try (var second = start(Map.of())) {
        second.awaitReady();
        first.kill();
        Instant killed = Instant.now();

        String next = awaitHolder(leader);

        assertThat(next).isNotEqualTo(leader);
        assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(20));
      }
    }
  }

  @Test
  void aMissingRightIsNamedAndEndsTheProcess() throws Exception {
    try (var operator =
        start(Map.of("KUBERNETES_IMPERSONATE_USERNAME", "system:serviceaccount:nobody:operator"))) {
      assertThat(operator.awaitExit(Duration.ofSeconds(60))).isNotZero();
      assertThat(operator.log()).containsPattern("cannot (list|create|get) resource");
    }
  }

  private static OperatorProcess start(Map<String, String> more) throws IOException {
    return InNamespace.start(API, more);
  }

  private static String awaitHolder() throws InterruptedException {
    return awaitHolder("");
  }

  /** Who holds the lease, once that is somebody other than {@code before}. */
  private static String awaitHolder(String before) throws InterruptedException {
    KubernetesClient client = API.client();
    Instant limit = Instant.now().plusSeconds(60);
    while (Instant.now().isBefore(limit)) {
      var lease = client.leases().inNamespace(API.namespace()).withName("rlaif-operator").get();
      String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
      if (holder != null && !holder.isEmpty() && !holder.equals(before)) {
        return holder;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("nobody leads");
  }
}
