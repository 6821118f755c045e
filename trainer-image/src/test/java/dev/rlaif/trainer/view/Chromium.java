package dev.rlaif.trainer.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A real browser: the one of this machine, else Debian's, which is installed where that is allowed.
 * Where none can be had, the tests are reported as not run, and {@code target/not-run} says so to
 * whoever decides whether that is acceptable.
 */
final class Chromium {
  private static final Path NOT_RUN = Path.of("target", "not-run", "browser.txt");
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final int SECONDS = 120;

  private final String program;

  private Chromium(String program) {
    this.program = program;
  }

  /** What a browser made of a page. */
  record Seen(Path screenshot, List<String> console) {}

  static Chromium start() throws IOException, InterruptedException {
    Optional<String> found = find();
    if (found.isEmpty() && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      run(
          List.of(
              "sh",
              "-c",
              "DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends chromium"
                  + " fonts-dejavu-core"),
          600);
      found = find();
    }
    if (found.isEmpty()) {
      String reason =
          "no browser to look at pages with: install chromium (Debian: apt-get install chromium)";
      Files.createDirectories(NOT_RUN.toAbsolutePath().getParent());
      Files.writeString(NOT_RUN, reason + "\n");
      throw new TestAbortedException(reason);
    }
    Files.deleteIfExists(NOT_RUN);
    return new Chromium(found.get());
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

  /** Shows a page of this machine, without any network. */
  Seen show(Path page, Path screenshot, int width, int height, boolean dark)
      throws IOException, InterruptedException {
    Files.createDirectories(screenshot.toAbsolutePath().getParent());
    Files.deleteIfExists(screenshot);
    Path profile = Files.createTempDirectory("chromium");
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--user-data-dir=" + profile,
            "--enable-logging=stderr",
            "--window-size=" + width + "," + height,
            "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
            "--screenshot=" + screenshot.toAbsolutePath(),
            page.toUri().toString()));
    String said = run(command, SECONDS);
    return new Seen(screenshot, said.lines().filter(line -> line.contains(":CONSOLE")).toList());
  }

  private static String run(List<String> command, int seconds)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("browser", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        throw new IOException(command.get(0) + " did not end in " + seconds + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(log, StandardCharsets.UTF_8);
  }
}
