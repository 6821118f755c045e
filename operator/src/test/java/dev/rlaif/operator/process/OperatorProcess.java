package dev.rlaif.operator.process;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged operator, started as its image starts it; ends with the test. */
final class OperatorProcess implements AutoCloseable {
  private static final Path JAR =
      Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Process process;
  private final int port;
  private final Path log;
  private final Instant started = Instant.now();

  private OperatorProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  static OperatorProcess start(Path kubeconfig, String namespace, Map<String, String> more)
      throws IOException {
    int port = freePort();
    Path log = Files.createTempFile(Path.of("target"), "operator", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dquarkus.http.host=127.0.0.1", "-jar", JAR.toString()));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
    environment.put("QUARKUS_OPERATOR_SDK_NAMESPACES", namespace);
    environment.put("RLAIF_LEASE_NAMESPACE", namespace);
    environment.putAll(more);
    return new OperatorProcess(builder.start(), port, log);
  }

  /** How long it took until it was ready. */
  Duration awaitReady() throws IOException, InterruptedException {
    Instant limit = started.plusSeconds(60);
    while (status("/q/health/ready") != 200) {
      if (Instant.now().isAfter(limit) || !process.isAlive()) {
        throw new AssertionError("not ready: " + log());
      }
      Thread.sleep(50);
    }
    return Duration.between(started, Instant.now());
  }

  int status(String path) throws InterruptedException {
    try {
      return get(path).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  String body(String path) throws IOException, InterruptedException {
    return get(path).body();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(5))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** Sends SIGTERM, and says how long it took to end. */
  Duration terminate() throws InterruptedException {
    Instant asked = Instant.now();
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end");
    }
    return Duration.between(asked, Instant.now());
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int awaitExit(Duration limit) throws InterruptedException, IOException {
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still runs: " + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
