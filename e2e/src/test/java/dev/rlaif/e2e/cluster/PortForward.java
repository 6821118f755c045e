package dev.rlaif.e2e.cluster;

import dev.rlaif.e2e.Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A port of this machine that leads to a Service of the cluster. */
final class PortForward implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("Forwarding from (127\\.0\\.0\\.1:\\d+)");

  private final Process process;
  private final String address;

  PortForward(Kubectl kubectl, String service, int port) {
    try {
      process =
          new ProcessBuilder(kubectl.command("port-forward", "service/" + service, ":" + port))
              .redirectErrorStream(true)
              .start();
      BufferedReader output =
          new BufferedReader(
              new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = String.valueOf(output.readLine());
      Matcher matcher = LISTENING.matcher(line);
      if (!matcher.find()) {
        process.destroy();
        throw new AssertionError("no port: " + line);
      }
      address = matcher.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Client client() {
    return Client.of("http://" + address);
  }

  String hostAndPort() {
    return address;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
