package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The command line as processes of their own, which end with the test.
 *
 * @param folder for what they say
 */
record Processes(Path folder, List<Process> started) implements AutoCloseable {
  Processes(Path folder) {
    this(folder, new ArrayList<>());
  }

  /**
   * Starts a command.
   *
   * @param name under which {@link #said} knows what it says
   */
  Process start(String name, String... arguments) throws IOException {
    return start(name, Map.of(), arguments);
  }

  /** As {@link #start(String, String...)}, with variables besides. */
  Process start(String name, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classes = System.getProperty("java.class.path");
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Dai.djl.offline=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            System.getProperty("surefire.test.class.path", classes),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file(name).toFile());
    builder.environment().putAll(Shell.ENVIRONMENT);
    builder.environment().putAll(variables);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  static int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  String said(String name) throws IOException {
    return Files.readString(file(name));
  }

  private Path file(String name) {
    return folder.resolve(name + ".said");
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}
