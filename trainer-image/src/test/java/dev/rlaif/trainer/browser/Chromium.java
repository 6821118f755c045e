package dev.rlaif.trainer.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A browser without a window that reaches nothing but this machine: the one that is installed, else
 * Debian's, which is installed where that is allowed. Where none can be had the tests are reported
 * as not run, and {@code target/not-run} says so to whoever decides whether that is acceptable.
 */
public final class Chromium implements AutoCloseable {
  private static final Path NOT_RUN = Path.of("target", "not-run", "browser.txt");
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final String INSTALL =
      "apt-get install -qq --no-install-recommends chromium fonts-dejavu-core";

  private final Process process;
  private final Path profile;
  private final DevTools tools;

  private Chromium(Process process, Path profile, DevTools tools) {
    this.process = process;
    this.profile = profile;
    this.tools = tools;
  }

  /**
   * Starts a browser with a profile of its own.
   *
   * @throws TestAbortedException if none can be had here
   */
  public static Chromium start() throws IOException, InterruptedException {
    String program = program();
    Path profile = Files.createTempDirectory("chromium");
    Process process =
        new ProcessBuilder(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank")
            .redirectErrorStream(true)
            .start();
    try {
      return new Chromium(process, profile, DevTools.connect(address(process)));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** An empty tab of that size in pixels. */
  public Tab tab(int width, int height) throws InterruptedException {
    return Tab.open(tools, width, height);
  }

  /** Its helpers write into the profile until they end, so that waits for them all. */
  @Override
  public void close() throws IOException {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    tools.tell("", "Browser.close", Map.of());
    tools.close();
    for (ProcessHandle each : all) {
      each.onExit().orTimeout(20, TimeUnit.SECONDS).exceptionally(late -> killed(each)).join();
    }
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static ProcessHandle killed(ProcessHandle process) {
    process.destroyForcibly();
    return process.onExit().join();
  }

  private static String program() throws IOException, InterruptedException {
    Optional<String> found = find();
    if (found.isEmpty() && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      Process install =
          new ProcessBuilder("sh", "-c", INSTALL + " || { apt-get update -qq && " + INSTALL + "; }")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      install.waitFor();
      found = find();
    }
    if (found.isEmpty()) {
      String reason = "no browser to look at pages with; Debian: apt-get install chromium";
      Files.createDirectories(NOT_RUN.toAbsolutePath().getParent());
      Files.writeString(NOT_RUN, reason + "\n");
      throw new TestAbortedException(reason);
    }
    Files.deleteIfExists(NOT_RUN);
    return found.get();
  }

  private static Optional<String> find() {
    return NAMES.stream()
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(":", -1))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** The browser says it when it is ready; what it says later is read so that it never waits. */
  private static String address(Process process) throws IOException {
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread drain = new Thread(() -> said.lines().forEach(ignored -> {}), "browser-says");
        drain.setDaemon(true);
        drain.start();
        return listening.group(1);
      }
      all.append(line).append('\n');
    }
    throw new IOException("the browser ended before it listened: " + all);
  }
}
