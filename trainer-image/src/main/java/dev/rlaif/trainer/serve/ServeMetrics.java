package dev.rlaif.trainer.serve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * What the server tells Prometheus. Names are those of vLLM behind {@code rlaif_serve_}, so that
 * its dashboards need a new prefix only.
 */
final class ServeMetrics {
  private static final Duration[] LATENCIES =
      LongStream.of(
              5, 10, 20, 50, 100, 200, 300, 500, 750, 1000, 2000, 5000, 10_000, 30_000, 60_000,
              120_000, 300_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Timer queueTime =
      timer("request.queue.time", "from request to its place in the batch").register(registry);
  private final Timer betweenTokens =
      timer("inter.token.latency", "from one token of an answer to the next").register(registry);
  private final Counter cancelled =
      Counter.builder("rlaif.serve.requests.cancelled")
          .description("requests whose client left")
          .register(registry);

  /**
   * A request was answered.
   *
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

  /** Answers in the making, and answers that wait. */
  void watch(Supplier<Number> running, Supplier<Number> waiting) {
    gauge("num.requests.running", "answers in the making", running);
    gauge("num.requests.waiting", "answers that wait for a place in the batch", waiting);
  }

  void queued(Duration sinceRequest) {
    queueTime.record(sinceRequest);
  }

  void firstToken(String model, Duration sinceRequest) {
    timer("time.to.first.token", "from request to first token")
        .tag("model_name", model)
        .register(registry)
        .record(sinceRequest);
  }

  /**
   * A prompt was read.
   *
   * @param hits of its tokens, which were known from other prompts
   */
  void prefixCache(String model, int tokens, int hits) {
    tokens("prefix.cache.queries", "tokens of prompts that were begun", model, tokens);
    tokens("prefix.cache.hits", "of them, those that were not read again", model, hits);
  }

  void generated(String model) {
    tokens("generation.tokens", "tokens of answers", model, 1);
  }

  void nextToken(Duration sinceLast) {
    betweenTokens.record(sinceLast);
  }

  /** All answers to a request are complete. */
  void answered(String model, Duration sinceRequest, int promptTokens) {
    timer("e2e.request.latency", "from request to last token")
        .tag("model_name", model)
        .register(registry)
        .record(sinceRequest);
    tokens("prompt.tokens", "tokens of prompts of complete requests", model, promptTokens);
  }

  void cancelled() {
    cancelled.increment();
  }

  /** In Prometheus' text format. */
  String scrape() {
    return registry.scrape();
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder("rlaif.serve." + name)
        .description(description)
        .serviceLevelObjectives(LATENCIES);
  }

  private void tokens(String name, String description, String model, int count) {
    Counter.builder("rlaif.serve." + name)
        .description(description)
        .tag("model_name", model)
        .register(registry)
        .increment(count);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder("rlaif.serve." + name, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
