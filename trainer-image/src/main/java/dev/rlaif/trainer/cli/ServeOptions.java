package dev.rlaif.trainer.cli;

import dev.rlaif.api.v1alpha1.SecretReference;
import dev.rlaif.trainer.chat.ApiKey;
import dev.rlaif.trainer.cli.RequestLogOptions.Wish;
import dev.rlaif.trainer.run.RunStages;
import dev.rlaif.trainer.run.TableCopies;
import dev.rlaif.trainer.serve.ApiKeys;
import dev.rlaif.trainer.serve.ServeLimits;
import dev.rlaif.trainer.serve.ServeSettings;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.table.copy.TableCopier;
import dev.rlaif.trainer.tracking.RequestLog;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a served run listens. */
final class ServeOptions {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; default: spec.serving.port; 0 takes a free one.")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "Address to listen on; default: ${DEFAULT-VALUE}, this machine only.")
  private String host = "127.0.0.1";

  @Option(
      names = "--drain-seconds",
      defaultValue = "0",
      paramLabel = "SECONDS",
      description =
          "After SIGTERM answers what still comes for so long while /readyz says 503, so that"
              + " whoever sends requests can learn of it; default: ${DEFAULT-VALUE}.")
  private int drainSeconds;

  @Option(
      names = "--adapter",
      paramLabel = "NAME=FOLDER",
      description = "A further adapter of the same base, in PEFT's format; may be repeated.")
  private Map<String, Path> adapters = new LinkedHashMap<>();

  @Option(
      names = "--api-keys",
      paramLabel = "FILE",
      description =
          "One key a line; clients need one of them. Read again when the file changes. Default: the"
              + " secret that the run names; without one, whoever reaches the address may ask.")
  private @Nullable Path apiKeys;

  private ApiKeys keys = ApiKeys.none();

  @Option(
      names = "--max-rows",
      defaultValue = "16",
      paramLabel = "N",
      description = "Answers in the making at once; default: ${DEFAULT-VALUE}.")
  private int maxRows;

  @Option(
      names = "--max-waiting",
      defaultValue = "64",
      paramLabel = "N",
      description = "Answers that wait; more are refused with 429; default: ${DEFAULT-VALUE}.")
  private int maxWaiting;

  @Option(
      names = "--max-tokens",
      defaultValue = "4096",
      paramLabel = "N",
      description = "Tokens of an answer that can be asked for; default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--max-body-bytes",
      defaultValue = "1048576",
      paramLabel = "N",
      description = "Size of a request; default: ${DEFAULT-VALUE}.")
  private int maxBodyBytes;

  @Option(
      names = "--prefix-cache-bytes",
      defaultValue = "134217728",
      paramLabel = "N",
      description =
          "Memory for what was read of prompts, so that those that begin alike are not read again;"
              + " 0: none, so that no client can tell by the time of an answer what others asked;"
              + " default: ${DEFAULT-VALUE}.")
  private long prefixCacheBytes;

  @Mixin private final RequestLogOptions requests = new RequestLogOptions();

  /**
   * Serves a run until the process is asked to end.
   *
   * @param requestLog whether what the plan says of the log of requests holds: that may change
   *     later, and who mounts a plan says by options what holds now
   */
  void serve(
      RunStages run, boolean requestLog, Map<String, String> environment, Terminal terminal) {
    var spec = run.plan().spec().serving();
    SecretReference secret = spec.apiKeySecretRef();
    if (secret != null && apiKeys == null) {
      keys = ApiKeys.of(ApiKey.secret(secret.name(), secret.key(), environment));
    }
    var copies = new TableCopies(run.plan(), run.workspace(), environment, terminal::line);
    // What the training could not copy any more, because the store was down.
    Optional<TableCopier> answers = copies.answers();
    try {
      serve(
          spec.port(),
          requests.open(
              Optional.ofNullable(requestLog ? spec.requestLog() : null)
                  .map(policy -> new Wish(policy, run.workspace().requests())),
              Optional.of(copies),
              terminal::line),
          (more, settings) -> Serving.of(run, more, settings),
          terminal);
    } finally {
      answers.ifPresent(TableCopier::close);
    }
  }

  /**
   * Serves a model by itself until the process is asked to end.
   *
   * @param usualPort where none was asked for
   */
  void serve(
      int usualPort,
      BiFunction<Map<String, Path>, ServeSettings, Serving> start,
      Terminal terminal) {
    serve(
        usualPort,
        requests.open(Optional.empty(), Optional.empty(), terminal::line),
        start,
        terminal);
  }

  private void serve(
      int usualPort,
      Optional<RequestLog> log,
      BiFunction<Map<String, Path>, ServeSettings, Serving> start,
      Terminal terminal) {
    int wanted = port == null ? usualPort : port;
    ServeSettings settings = settings(wanted);
    Serving serving =
        start.apply(adapters, log.map(kept -> settings.withLog(kept::offer)).orElse(settings));
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  drain(serving);
                  serving.close();
                  log.ifPresent(RequestLog::close);
                  ended.countDown();
                },
                "stop-serving"));
    String url = "http://" + host + ":" + serving.port();
    terminal.stage("serve", url + "/v1  (Ctrl-C stops)");
    terminal.result("   models at " + url + "/v1: " + String.join(", ", serving.names()));
    terminal.line(
        "   curl -s %s/v1/chat/completions -H 'Content-Type: application/json' -d '{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"What can I cook tonight?\"}]}'"
            .formatted(url, serving.names().get(0)));
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ServeSettings settings(int wanted) {
    requirePositive("--max-rows", maxRows);
    requirePositive("--max-waiting", maxWaiting);
    requirePositive("--max-tokens", maxTokens);
    requirePositive("--max-body-bytes", maxBodyBytes);
    if (prefixCacheBytes < 0) {
      throw StageFailure.wrong(
          "--prefix-cache-bytes is " + prefixCacheBytes + ": must be 0, for none, or more");
    }
    ServeLimits usual = ServeLimits.USUAL;
    ServeSettings settings =
        ServeSettings.local(wanted)
            .withHost(host)
            .withLimits(
                new ServeLimits(
                    maxRows,
                    maxWaiting,
                    usual.maxRequests(),
                    maxBodyBytes,
                    Math.min(usual.defaultMaxTokens(), maxTokens),
                    maxTokens,
                    Math.min(usual.maxChoices(), maxWaiting),
                    prefixCacheBytes));
    Path file = apiKeys;
    return settings.withKeys(file == null ? keys : ApiKeys.of(file));
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw StageFailure.wrong(option + " is " + value + ": must be at least 1");
    }
  }

  private void drain(Serving serving) {
    serving.drain();
    try {
      TimeUnit.SECONDS.sleep(drainSeconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
