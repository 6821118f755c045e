package dev.rlaif.operator.trial;

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

/** The packaged operator, running. */
public final class OperatorProcess implements AutoCloseable {
  private static final Path PROGRAM = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final Duration READY = Duration.ofSeconds(60);

  private final Process process;
  private final int port;
  private final Path log;
  private final Duration startedIn;
  private final HttpClient http = HttpClient.newHttpClient();

  private OperatorProcess(Process process, int port, Path log) throws InterruptedException {
    this.process = process;
    this.port = port;
    this.log = log;
    Instant begin = Instant.now();
    while (!isReady()) {
      if (!process.isAlive() || Instant.now().isAfter(begin.plus(READY))) {
        process.destroyForcibly();
        throw new IllegalStateException("the operator is not ready, see " + log);
      }
      Thread.sleep(50);
    }
    startedIn = Duration.between(begin, Instant.now());
  }

  /**
   * Starts the operator and waits until it is ready.
   *
   * @param kubeconfig of whoever it acts as
   * @param log of what it says; later starts append
   * @param settings environment variables beside those that every trial has
   */
  public static OperatorProcess start(Path kubeconfig, Path log, Map<String, String> settings)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m", "-XX:+UseSerialGC", "-jar"));
    command.add(PROGRAM.toAbsolutePath().toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    environment.put("POD_NAMESPACE", Rights.NAMESPACE);
    environment.put("RLAIF_LEASE_NAMESPACE", Rights.NAMESPACE);
    environment.put("RLAIF_PROGRESS_INTERVAL", "PT1S");
    environment.putAll(settings);
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new OperatorProcess(process, port, log);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean isReady() {
    try {
      return get("/q/health/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** From the start of the process to ready. */
  public Duration startedIn() {
    return startedIn;
  }

  /** What Prometheus would read. */
  public String metrics() {
    try {
      return get("/q/metrics").body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Bytes of memory that the process has resident now. */
  public long residentBytes() throws IOException {
    return memory("VmRSS:");
  }

  /** The most bytes of memory that the process ever had resident. */
  public long peakResidentBytes() throws IOException {
    return memory("VmHWM:");
  }

  private long memory(String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", pid(), "status"))) {
      if (line.startsWith(field)) {
        return 1024L * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IllegalStateException("no " + field + " of process " + pid());
  }

  private String pid() {
    return Long.toString(process.pid());
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** As a node that loses power: no time for anything. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * SIGTERM, as the kubelet sends it.
   *
   * @return how long it took to end
   */
  public Duration terminate() throws InterruptedException {
    Instant begin = Instant.now();
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException("the operator does not end on SIGTERM, see " + log);
    }
    return Duration.between(begin, Instant.now());
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      terminate();
    }
  }
}
