package dev.rlaif.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The user's own program, with the cluster that the environment names; what it prints is what a
 * user sees.
 *
 * @param namespace that is worked in
 */
record Kubectl(String namespace) {
  static final ObjectMapper JSON = new ObjectMapper();

  /** A command that ended. */
  record Ended(int exitCode, String out, String err) {

    String orThrow() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + ": " + err + out);
      }
      return out;
    }
  }

  /** What the command prints; it has to succeed. */
  String run(String... arguments) {
    return execute("", arguments).orThrow();
  }

  JsonNode json(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--output", "json"));
    return tree(run(all.toArray(String[]::new)));
  }

  /** Documents, all in one command. */
  void apply(String... yaml) {
    execute(String.join("\n---\n", yaml), "apply", "--filename", "-").orThrow();
  }

  /** A JSON merge patch. */
  void patch(String kind, String name, String merge) {
    run("patch", kind, name, "--type", "merge", "--patch", merge);
  }

  Ended execute(String input, String... arguments) {
    return program(input, command(arguments));
  }

  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("kubectl", "--namespace", namespace));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Any program of the path, in the root of the checkout. */
  static Ended program(String input, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(Path.of("..").toAbsolutePath().toFile()).start();
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      String out = read(process.getInputStream());
      return new Ended(process.waitFor(), out, err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(command + " was interrupted", e);
    }
  }

  static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  private static String read(java.io.InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
