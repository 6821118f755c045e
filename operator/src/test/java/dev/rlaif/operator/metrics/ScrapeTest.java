package dev.rlaif.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.plan.StageName;
import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScrapeTest {
  private static final Pattern SAMPLE = Pattern.compile("^(rlaif_\\w+)(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @Test
  void holdsTheDocumentedNamesAndLabelsAndNoOthers() throws Exception {
    everythingHappens();

    assertThat(scraped()).isEqualTo(documented());
  }

  @Test
  void countsRunsByTheirPhaseAndThoseWithoutStatusAsPending() {
    var training = new RlaifRunResource();
    training.setStatus(withPhase(RunPhase.TRAINING));

    new ObjectGauges(registry, Clock.systemUTC())
        .runs(() -> Stream.of(training, new RlaifRunResource()));

    assertThat(runsIn("Training")).isEqualTo(1);
    assertThat(runsIn("Pending")).isEqualTo(1);
    assertThat(runsIn("ValidatingJudge")).isZero();
  }

  @Test
  void aFailedPassCountsAsError() {
    var meters = new ReconcileMeters(registry, Clock.systemUTC());

    assertThat(catchThrowable(() -> meters.timeControllerExecution(new Pass(true))))
        .isInstanceOf(IOException.class);
    assertThat(registry.get("rlaif.reconcile").tag("result", "error").timer().count()).isEqualTo(1);
  }

  private double runsIn(String phase) {
    return registry.get("rlaif.runs").tag("phase", phase).gauge().value();
  }

  private void everythingHappens() throws Exception {
    var meters = new MicrometerMeters(registry);
    meters.runEnded(RunPhase.REJECTED, Reason.BELOW_THRESHOLD);
    meters.stageEnded(StageName.TRAIN, Reason.COMPLETED, Duration.ofHours(2));
    meters.attemptEnded(StageName.TRAIN, Reason.PREEMPTED);
    meters.judgeValidated(0.965);
    meters.statusWritten("RlaifRun");
    var gauges = new ObjectGauges(registry, Clock.systemUTC());
    gauges.runs(Stream::empty);
    gauges.judges(Stream::empty);
    new ReconcileMeters(registry, Clock.systemUTC()).timeControllerExecution(new Pass(false));
  }

  private TreeSet<String> scraped() {
    return registry
        .scrape()
        .lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .map(sample -> sample.group(1) + "{" + labels(sample.group(2)) + "}")
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String labels(@Nullable String text) {
    return LABEL
        .matcher(Objects.requireNonNullElse(text, ""))
        .results()
        .map(label -> label.group(1))
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static TreeSet<String> documented() throws IOException {
    try (var list = ScrapeTest.class.getResourceAsStream("/metrics.txt")) {
      String text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n", -1))
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static RlaifRunStatus withPhase(RunPhase phase) {
    var none = RlaifRunStatus.NONE;
    return new RlaifRunStatus(
        none.observedGeneration(),
        phase,
        none.startTime(),
        none.completionTime(),
        none.planHash(),
        none.conditions(),
        none.judge(),
        none.stages(),
        none.training(),
        none.checkpoint(),
        none.evaluation(),
        none.serving(),
        none.workspace(),
        none.suspendedSeconds(),
        none.viewer());
  }

  /** One call of a reconciler, as the framework describes it. */
  private record Pass(boolean fails) implements ControllerExecution<String> {
    @Override
    public String name() {
      return "reconcile";
    }

    @Override
    public String controllerName() {
      return "rlaifrun";
    }

    @Override
    public String successTypeName(String result) {
      return result;
    }

    @Override
    public ResourceID resourceID() {
      return new ResourceID("vegetarian", "team");
    }

    @Override
    public Map<String, Object> metadata() {
      return Map.of(
          Constants.RESOURCE_GVK_KEY, new GroupVersionKind("rlaif.dev", "v1alpha1", "RlaifRun"));
    }

    @Override
    public String execute() throws Exception {
      if (fails) {
        throw new IOException("no");
      }
      return "done";
    }
  }
}
