package dev.rlaif.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.cluster.ApiServer;
import dev.rlaif.operator.cluster.Write;
import dev.rlaif.operator.fake.Play;
import dev.rlaif.operator.fake.StageReports;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Very many runs at once; no part of the usual build, see {@code e2e/scale}. System properties:
 * {@code scale.runs}, {@code scale.idleMinutes}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScaleTrial {
  private static final int RUNS = Integer.getInteger("scale.runs", 1000);
  private static final int IDLE_MINUTES = Integer.getInteger("scale.idleMinutes", 10);
  private static final long MEBIBYTE = 1 << 20;

  /** Jobs of 100 runs with nine child events each: 20 events a second. */
  private static final int PACED_RUNS = 100;

  private static final Duration LIMIT = Duration.ofMinutes(40);
  private static final Duration PACED = Duration.ofMillis(450);

  @RegisterExtension
  @Order(1)
  static final ApiServer API = new ApiServer();

  @RegisterExtension
  @Order(2)
  static final Trial TRIAL = new Trial(API, Map.of(), Optional.of("scale"));

  @Test
  @Order(1)
  void everyRunReachesItsEnd() throws Exception {
    report("operator, start to ready", TRIAL.startedIn().toMillis() + " ms");
    TRIAL.apply(TrialDocuments.judge("words"));
    for (int run = 0; run < RUNS; run++) {
      script(run);
    }
    Instant begin = Instant.now();
    IntStream.range(0, RUNS).parallel().forEach(run -> create("run-" + run));
    report("created", Duration.between(begin, Instant.now()).toSeconds() + " s");

    Map<RunPhase, Long> phases = awaitEnds(begin);

    long tenths = IntStream.range(0, RUNS).filter(run -> run % 10 == 0).count();
    long ninths = IntStream.range(0, RUNS).filter(run -> run % 10 == 1).count();
    assertThat(phases)
        .isEqualTo(
            Map.of(
                RunPhase.REJECTED, tenths,
                RunPhase.FAILED, ninths,
                RunPhase.SUCCEEDED, RUNS - tenths - ninths));
    long peak = TRIAL.operator().peakResidentBytes() / MEBIBYTE;
    report("all ended", Duration.between(begin, Instant.now()).toSeconds() + " s");
    report("operator, most resident", peak + " MiB");
    assertThat(peak).isLessThan(512);
  }

  /** Of ten runs, one is rejected and one has wrong data. */
  private static void script(int run) {
    String name = "run-" + run;
    if (run % 10 == 0) {
      TRIAL
          .script()
          .then("scale", name, StageName.EVALUATE, new Play.Succeed(StageReports::rejected));
    } else if (run % 10 == 1) {
      TRIAL
          .script()
          .then("scale", name, StageName.PROMPTS, new Play.Exit(42, Reason.DATA_INVALID, "wrong"));
    }
  }

  private static void create(String name) {
    TRIAL
        .admin()
        .resource(
            Serialization.unmarshal(
                TrialDocuments.run(name, "words"), GenericKubernetesResource.class))
        .inNamespace("scale")
        .create();
  }

  private static Map<RunPhase, Long> awaitEnds(Instant begin) throws InterruptedException {
    while (true) {
      Map<RunPhase, Long> phases = phases();
      long ended =
          phases.getOrDefault(RunPhase.SUCCEEDED, 0L)
              + phases.getOrDefault(RunPhase.REJECTED, 0L)
              + phases.getOrDefault(RunPhase.FAILED, 0L);
      if (ended >= RUNS) {
        return phases;
      }
      assertThat(Duration.between(begin, Instant.now())).as("%s", phases).isLessThan(LIMIT);
      Thread.sleep(5_000);
    }
  }

  private static Map<RunPhase, Long> phases() {
    return TRIAL
        .admin()
        .resources(RlaifRunResource.class)
        .inNamespace("scale")
        .list()
        .getItems()
        .stream()
        .filter(run -> run.knownStatus().phase() != null)
        .collect(
            Collectors.groupingBy(
                run -> run.knownStatus().phase(), TreeMap::new, Collectors.counting()));
  }

  @Test
  @Order(2)
  void statusFollowsChildrenWithinASecond() throws Exception {
    try (StatusLag lag = new StatusLag(TRIAL.admin(), "scale")) {
      for (int run = 0; run < PACED_RUNS; run++) {
        create("paced-" + run);
        Thread.sleep(PACED.toMillis());
      }
      for (int run = 0; run < PACED_RUNS; run++) {
        TRIAL.awaitPhase("paced-" + run, RunPhase.SUCCEEDED);
      }
      report("status after a Job's end, p50", lag.quantile(0.5).toMillis() + " ms");
      report("status after a Job's end, p99", lag.quantile(0.99).toMillis() + " ms");
      assertThat(lag.count()).isGreaterThanOrEqualTo(3 * PACED_RUNS);
      assertThat(lag.quantile(0.99)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  @Order(3)
  void nothingIsWrittenWhenNothingHappens() throws Exception {
    Thread.sleep(Duration.ofSeconds(20).toMillis());
    long quiet = API.audit().position();

    Thread.sleep(Duration.ofMinutes(IDLE_MINUTES).toMillis());

    List<Write> writes =
        API.audit().since(quiet).stream()
            .filter(write -> write.user().contains("rlaif-operator"))
            .filter(Write::leavesSomething)
            .filter(write -> !write.resource().equals("leases"))
            .toList();
    report("writes in " + IDLE_MINUTES + " idle minutes", Integer.toString(writes.size()));
    assertThat(writes).isEmpty();
  }

  private static void report(String what, String figure) {
    System.out.printf("scale | %d runs | %s | %s%n", RUNS, what, figure);
  }
}
