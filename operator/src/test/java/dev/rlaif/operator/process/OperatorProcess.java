package dev.rlaif.operator.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
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
public final class OperatorProcess implements AutoCloseable {
  private static final Path PROGRAM =
      Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();

  /** What the JVM of the chart's container of 512 MiB chooses by itself. */
  private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC");

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(60);
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

  /**
   * Starts the operator, and waits for nothing.
   *
   * @param kubeconfig of whoever it acts as
   * @param log of what it says; later starts append
   * @param settings environment variables
   */
  public static OperatorProcess start(Path kubeconfig, Path log, Map<String, String> settings)
      throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-jar", PROGRAM.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    environment.putAll(settings);
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new OperatorProcess(process, port, log);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** How long it took from the start of the process until it was ready. */
  public Duration awaitReady() throws InterruptedException {
    while (status("/q/health/ready") != 200) {
      if (Instant.now().isAfter(started.plus(START)) || !process.isAlive()) {
        kill();
        throw new AssertionError("the operator is not ready: " + log());
      }
      Thread.sleep(50);
    }
    return Duration.between(started, Instant.now());
  }

  /** HTTP status of a path, 0 while nothing listens. */
  public int status(String path) throws InterruptedException {
    try {
      return get(path).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  public String body(String path) throws IOException, InterruptedException {
    return get(path).body();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(5))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** What it said so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most bytes of memory that the process ever had resident. */
  public long peakResidentBytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) {
        return 1024L * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IllegalStateException("no VmHWM in " + status);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * SIGTERM, as the kubelet sends it.
   *
   * @return how long it took to end
   */
  public Duration terminate() throws InterruptedException {
    Instant asked = Instant.now();
    process.destroy();
    if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
      kill();
      throw new AssertionError("the operator does not end on SIGTERM: " + log());
    }
    return Duration.between(asked, Instant.now());
  }

  /** As a node that loses power: no time for anything. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Waits for an end that the operator finds by itself.
   *
   * @return its exit status
   */
  public int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the operator still runs: " + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
