package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.run.RunStages;
import dev.rlaif.trainer.serve.ServeSettings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

  /** Serves a run until the process is asked to end. */
  void serve(RunStages run, Terminal terminal) {
    serve(run.plan().spec().serving().port(), settings -> Serving.of(run, settings), terminal);
  }

  /**
   * Serves until the process is asked to end.
   *
   * @param usualPort where none was asked for
   */
  void serve(int usualPort, Function<ServeSettings, Serving> start, Terminal terminal) {
    int wanted = port == null ? usualPort : port;
    Serving serving = start.apply(ServeSettings.local(wanted).withHost(host));
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  drain(serving);
                  serving.close();
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

  private void drain(Serving serving) {
    serving.drain();
    try {
      TimeUnit.SECONDS.sleep(drainSeconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
