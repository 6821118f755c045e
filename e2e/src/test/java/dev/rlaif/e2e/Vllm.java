package dev.rlaif.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * vLLM with SmolLM2, as {@code e2e/vllm} serves it; adapters can be loaded while it runs.
 *
 * @param url base of its API
 */
record Vllm(Process process, String url) implements AutoCloseable {
  private static final Path MODELS = Checkout.ROOT.resolve("examples/models/smollm2");
  private static final Duration START = Duration.ofMinutes(10);

  private static Optional<Vllm> shared = Optional.empty();

  /**
   * The one of all tests of a build, as its start takes longer than most of what is asked of it.
   */
  static synchronized Vllm shared() throws IOException, InterruptedException {
    if (shared.isEmpty()) {
      Vllm started = serving("judge");
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      shared = Optional.of(started);
    }
    return shared.get();
  }

  private static Vllm serving(String name) throws IOException, InterruptedException {
    Neighbour neighbour = new Neighbour("vllm");
    neighbour.require("the model cannot be made", "examples/models/smollm2/convert");
    neighbour.require("vLLM cannot be installed", "e2e/vllm", "install");
    int port = freePort();
    Path log = Files.createDirectories(Path.of("target").toAbsolutePath()).resolve("vllm.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Checkout.ROOT.resolve("e2e/vllm").toString(),
                "serve",
                MODELS.resolve("SmolLM2-135M-Instruct").toString(),
                name,
                String.valueOf(port),
                "--enable-lora",
                "--max-loras",
                "2",
                "--max-lora-rank",
                "8")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("VLLM_ALLOW_RUNTIME_LORA_UPDATING", "1");
    Process process = builder.start();
    var vllm = new Vllm(process, "http://127.0.0.1:" + port + "/v1");
    vllm.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/health"), log);
    return vllm;
  }

  private void awaitAnswer(URI health, Path log) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    long deadline = System.nanoTime() + START.toNanos();
    while (!answers(client, health)) {
      if (System.nanoTime() > deadline || process.waitFor(1, TimeUnit.SECONDS)) {
        close();
        throw new AssertionError("vLLM does not serve:\n" + Files.readString(log));
      }
    }
  }

  private static boolean answers(HttpClient client, URI health) throws InterruptedException {
    try {
      return client
              .send(
                  HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Its engine is a process of its own, which ends with it. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
