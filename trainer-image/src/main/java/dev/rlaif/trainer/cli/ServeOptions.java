package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.serve.ServeSettings;
import java.util.concurrent.CountDownLatch;
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

  /** Serves until the process is asked to end. */
  void serve(LocalRun run, Terminal terminal) {
    int wanted = port == null ? run.plan().spec().serving().port() : port;
    Serving serving = Serving.start(run, ServeSettings.local(wanted).withHost(host));
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  serving.close();
                  ended.countDown();
                },
                "stop-serving"));
    String name = Serving.name(run.plan());
    String url = "http://" + host + ":" + serving.port();
    terminal.stage("serve", url + "/v1  (Ctrl-C stops)");
    terminal.result("   models at " + url + "/v1: " + name + ", " + name + "-base");
    terminal.line(
        "   curl -s %s/v1/chat/completions -H 'Content-Type: application/json' -d '{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"What can I cook tonight?\"}]}'"
            .formatted(url, name));
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
