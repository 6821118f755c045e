package dev.rlaif.operator.programs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/**
 * Kubernetes programs, built once and cached by {@code e2e/kubernetes/build}.
 *
 * @param folder that holds them
 */
public record KubernetesPrograms(Path folder) {
  /** A cold build of kube-apiserver takes five minutes on two free cores. */
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /**
   * Builds what is not there yet.
   *
   * @throws TestAbortedException if they cannot be had here, which {@link NotRunFile} keeps
   */
  public static KubernetesPrograms built(String... names) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Repository.root().resolve("e2e/kubernetes/build").toString());
    command.addAll(List.of(names));
    Output output = Output.of(command, Optional.empty(), LIMIT);
    NotRunFile notRun = NotRunFile.of(String.join("-", names));
    if (output.code() != 0) {
      String reason = "tests need " + String.join(", ", names) + ": " + output.err().strip();
      notRun.write(reason);
      throw new TestAbortedException(reason);
    }
    notRun.clear();
    return new KubernetesPrograms(Path.of(output.out().strip()));
  }

  public String path(String name) {
    return folder.resolve(name).toString();
  }
}
