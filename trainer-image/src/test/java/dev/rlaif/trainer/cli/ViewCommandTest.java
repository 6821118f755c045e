package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewCommandTest {
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();

  private int view(String... more) {
    var out = new PrintWriter(said, true);
    String[] arguments = new String[more.length + 3];
    arguments[0] = "view";
    arguments[1] = "--workspace";
    arguments[2] = folder.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Main.commandLine(Shell.ENVIRONMENT).setOut(out).setErr(out).execute(arguments);
  }

  @Test
  void showsAFolderInWhichARunMayBegin() throws Exception {
    Thread viewing =
        new Thread(
            () -> view("--port", "0", "--host", "0.0.0.0", "--allowed-host", "vegetarian-view"));
    viewing.start();
    Matcher url = URL.matcher(said.toString());
    for (int i = 0; i < 600 && !url.find(); i++) {
      Thread.sleep(50);
      url = URL.matcher(said.toString());
    }
    var request = HttpRequest.newBuilder(URI.create(url.group())).build();
    var page = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    int port = URI.create(url.group()).getPort();
    assertThat(status(port, "vegetarian-view")).contains(" 200 ");
    assertThat(status(port, "other-view")).contains(" 403 ");
    viewing.interrupt();
    viewing.join();

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("\"begun\":false");
    assertThat(said.toString())
        .contains("everybody who reaches that address reads every prompt and answer")
        .contains("no run was begun in");
  }

  private static String status(int port, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  @Test
  void aSecondRunMustBeThere() {
    assertThat(view("--compare", folder.resolve("nowhere").toString())).isEqualTo(42);
    assertThat(said.toString()).contains("nowhere is no folder: name a run's workspace");
  }
}
