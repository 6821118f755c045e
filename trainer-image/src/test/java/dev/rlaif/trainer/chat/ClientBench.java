package dev.rlaif.trainer.chat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * What the client costs: processor time a call, at a rate, with the server in another process.
 * Arguments: calls a second, seconds, conversations at once, latency of the server in milliseconds.
 */
final class ClientBench {
  private ClientBench() {}

  public static void main(String[] args) throws Exception {
    int rate = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[1]);
    int lanes = Integer.parseInt(args[2]);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsun.net.httpserver.nodelay=true",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FaultyServer.class.getName(),
                args[3])
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var says =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String url = says.readLine();
      measure(url, rate, lanes, Math.min(10, seconds), "warm-up");
      measure(url, rate, lanes, seconds, "measured");
    } finally {
      process.destroy();
    }
  }

  private static void measure(String url, int rate, int lanes, int seconds, String what) {
    var limits =
        new ChatLimits(
            lanes,
            OptionalDouble.of(60.0 * rate),
            OptionalDouble.empty(),
            Duration.ofSeconds(10),
            0,
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofMillis(100),
            1 << 20);
    String filler = "tofu and rice ".repeat(40);
    try (var client = new ChatClient(ChatEndpoint.open(url, "m", limits))) {
      long cpu = processNanos();
      long started = System.nanoTime();
      List<CompletableFuture<ChatResult>> calls =
          IntStream.range(0, rate * seconds)
              .mapToObj(
                  i ->
                      client.send(
                          ChatRequest.text(
                              List.of(ChatMessage.user(filler + "answer number " + i)), 0, 10)))
              .toList();
      long good = calls.stream().filter(call -> call.join() instanceof ChatReply).count();
      double wall = (System.nanoTime() - started) / 1e9;
      double threads = threadNanos() / 1e6 / calls.size();
      double whole = (processNanos() - cpu) / 1e6 / calls.size();
      System.out.printf(
          Locale.ROOT,
          "%s: %d calls, %d good, %.1f calls/s, client threads %.3f ms CPU a call,"
              + " whole process %.3f ms%n",
          what,
          calls.size(),
          good,
          calls.size() / wall,
          threads,
          whole);
    }
  }

  /** Processor time of the threads that work for the client, which all still live. */
  private static long threadNanos() {
    var threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getAllThreadIds())
        .filter(
            id -> {
              var info = threads.getThreadInfo(id);
              return info != null
                  && (info.getThreadName().startsWith("chat-")
                      || info.getThreadName().startsWith("Ok"));
            })
        .map(threads::getThreadCpuTime)
        .sum();
  }

  private static long processNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
