package dev.rlaif.e2e.cluster;

import dev.rlaif.e2e.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A team's Git repository: {@code examples/gitops/runs} as it is, and over it, in the folder {@code
 * team}, what the team wants otherwise. It is pushed to the server that {@code e2e/argocd/install}
 * has set up.
 *
 * @param folder of the clone, empty at first
 */
record TeamRepository(Path folder) {
  private static final Kubectl ARGO = new Kubectl("argocd");

  /** As pods of the cluster reach it. */
  static final String ADDRESS = "git://git.argocd/runs.git";

  /** Path of the folder that Argo CD is to apply. */
  static final String PATH = "team";

  static TeamRepository in(Path folder) throws IOException {
    TeamRepository repository = new TeamRepository(folder);
    repository.git("init", "--quiet", "--initial-branch=main");
    Path runs = Files.createDirectories(folder.resolve("runs"));
    try (var files = Files.list(Checkout.ROOT.resolve("examples/gitops/runs"))) {
      for (Path file : files.toList()) {
        Files.copy(file, runs.resolve(file.getFileName()));
      }
    }
    return repository;
  }

  /**
   * Commits a state of the team's folder, and pushes it.
   *
   * @param namespace into which all goes
   * @param patch of the run, a JSON patch in YAML
   */
  void push(String namespace, String patch) throws IOException {
    Path file = Files.createDirectories(folder.resolve(PATH)).resolve("kustomization.yaml");
    Files.writeString(
        file,
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: %s
        resources: [../runs]
        patches:
          - target: {kind: RlaifRun}
            patch: |-
        %s"""
            .formatted(namespace, patch.indent(6)));
    git("add", ".");
    git(
        "-c",
        "user.name=team",
        "-c",
        "user.email=team@example.org",
        "commit",
        "--quiet",
        "-m",
        "runs");
    try (PortForward port = new PortForward(ARGO, "git", 9418)) {
      git("push", "--quiet", "git://" + port.hostAndPort() + "/runs.git", "main");
    }
  }

  private void git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    Kubectl.program("", command).orThrow();
  }
}
