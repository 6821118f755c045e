package dev.rlaif.trainer.serve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/** What the server tells Prometheus; no names of runs, so that the series stay few. */
final class ServeMetrics {
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60),
    Duration.ofSeconds(120)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Timer latency =
      Timer.builder("rlaif.serve.request.duration")
          .description("from request to last token")
          .serviceLevelObjectives(LATENCIES)
          .register(registry);
  private final Timer firstToken =
      Timer.builder("rlaif.serve.first.token")
          .description("from request to first text")
          .serviceLevelObjectives(LATENCIES)
          .register(registry);
  private final Counter promptTokens = tokens("prompt");
  private final Counter completionTokens = tokens("completion");
  private final Counter cancelled =
      Counter.builder("rlaif.serve.cancelled")
          .description("requests whose client left")
          .register(registry);
  private final DistributionSummary batch =
      DistributionSummary.builder("rlaif.serve.batch.rows")
          .description("answers generated together")
          .register(registry);

  /**
   * @param endpoint {@code chat} or {@code completions}
   */
  void request(String endpoint, int status) {
    Counter.builder("rlaif.serve.requests")
        .description("requests by endpoint and HTTP status")
        .tag("endpoint", endpoint)
        .tag("status", String.valueOf(status))
        .register(registry)
        .increment();
  }

  void watchQueue(Supplier<Number> waiting) {
    Gauge.builder("rlaif.serve.queue.rows", waiting)
        .description("answers that wait")
        .strongReference(true)
        .register(registry);
  }

  void batch(int rows) {
    batch.record(rows);
  }

  void firstToken(Duration sinceRequest) {
    firstToken.record(sinceRequest);
  }

  void answered(Duration sinceRequest, int prompt, int completion) {
    latency.record(sinceRequest);
    promptTokens.increment(prompt);
    completionTokens.increment(completion);
  }

  void cancelled() {
    cancelled.increment();
  }

  /** In Prometheus' text format. */
  String scrape() {
    return registry.scrape();
  }

  private Counter tokens(String kind) {
    return Counter.builder("rlaif.serve.tokens")
        .description("tokens read and generated")
        .tag("kind", kind)
        .register(registry);
  }
}
