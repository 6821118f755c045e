package dev.rlaif.operator.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Kubernetes programs, built once and cached by {@code e2e/kubernetes/build}.
 *
 * @param folder that holds them
 */
record KubernetesPrograms(Path folder) {
  /** A cold build of kube-apiserver takes five minutes on two free cores. */
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /** Programs that cannot be had here, and why. */
  static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    Unavailable(String message) {
      super(message);
    }
  }

  static KubernetesPrograms built(String... names)
      throws Unavailable, IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Repository.root().resolve("e2e/kubernetes/build").toString());
    command.addAll(List.of(names));
    Output output = Output.of(command, Optional.empty(), LIMIT);
    if (output.code() != 0) {
      throw new Unavailable(String.join(" ", command) + ": " + output.err().strip());
    }
    return new KubernetesPrograms(Path.of(output.out().strip()));
  }

  String path(String name) {
    return folder.resolve(name).toString();
  }
}
