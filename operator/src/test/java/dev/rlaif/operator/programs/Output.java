package dev.rlaif.operator.programs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a command said.
 *
 * @param code exit status
 * @param out standard output
 * @param err standard error
 */
public record Output(int code, String out, String err) {

  /**
   * Runs a command to its end.
   *
   * @param input what it reads
   * @throws IllegalStateException after {@code limit}; the command is ended then
   */
  public static Output of(List<String> command, Optional<String> input, Duration limit)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("command", ".out");
    Path err = Files.createTempFile("command", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try (var stream = process.getOutputStream()) {
        stream.write(input.orElse("").getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(command + " did not end within " + limit);
      }
      return new Output(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Both streams, what it printed first. */
  public String text() {
    return out + err;
  }

  /** Its standard output, of a command that must succeed. */
  public String orThrow() {
    if (code != 0) {
      throw new IllegalStateException("exit status " + code + ": " + err);
    }
    return out;
  }
}
