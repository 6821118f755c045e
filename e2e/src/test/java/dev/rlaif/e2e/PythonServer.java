package dev.rlaif.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of a Python environment that listens on loopback.
 *
 * @param log what it says
 */
record PythonServer(Process process, int port, Path log) implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(5);

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Starts it; it may not listen yet.
   *
   * @param arguments but host and port
   */
  static PythonServer start(
      PythonEnvironment environment, Path folder, int port, String program, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of(environment.programs().resolve(program).toString()));
    command.addAll(arguments);
    command.addAll(List.of("--host", "127.0.0.1", "--port", String.valueOf(port)));
    Path log = Files.createDirectories(folder).resolve(program + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("PATH", environment.programs() + ":" + System.getenv("PATH"));
    return new PythonServer(builder.start(), port, log);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Takes connections, and answers nothing until it goes on. */
  void standStill() throws IOException, InterruptedException {
    signal("STOP");
  }

  void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** What a page answers, as soon as there is something that answers. */
  String get(String path) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        HttpResponse<String> reply =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create(url() + path)).build(),
                    BodyHandlers.ofString());
        if (reply.statusCode() == 200) {
          return reply.body();
        }
        throw new AssertionError(path + " answers " + reply.statusCode() + ": " + reply.body());
      } catch (IOException notYet) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          throw new AssertionError("no answer:\n" + Files.readString(log), notYet);
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    workers.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.forEach(ProcessHandle::destroyForcibly);
  }
}
