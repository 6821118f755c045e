package dev.rlaif.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A namespace of a class of tests, with the strictest of the Pod Security Standards. What it held
 * when a test failed is written to {@code target/cluster}.
 */
final class TestNamespace implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final int LOG_TRIES = 60;

  private final String name;
  private final Kubectl kubectl;
  private final boolean made;

  TestNamespace(String name) {
    this("rlaif-e2e-" + name, true);
  }

  private TestNamespace(String name, boolean made) {
    this.name = name;
    this.kubectl = new Kubectl(name);
    this.made = made;
  }

  /** One that the commands of a page make and delete. */
  static TestNamespace ofAPage(String name) {
    return new TestNamespace(name, false);
  }

  Kubectl kubectl() {
    return kubectl;
  }

  RunWatch watch(String run) {
    return new RunWatch(kubectl, run);
  }

  /** Lines of a log that contain a text, as soon as there is one. */
  List<String> awaitLog(String object, String text) {
    for (int tries = 0; tries < LOG_TRIES; tries++) {
      List<String> lines =
          kubectl.execute("", "logs", object).out().lines().filter(l -> l.contains(text)).toList();
      if (!lines.isEmpty()) {
        return lines;
      }
      pause();
    }
    throw new AssertionError("the log of " + object + " has no \"" + text + "\"");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!made) {
      return;
    }
    kubectl.run("create", "namespace", name);
    kubectl.run(
        "label",
        "namespace",
        name,
        "pod-security.kubernetes.io/enforce=restricted",
        "app.kubernetes.io/part-of=rlaif-e2e");
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (context.getExecutionException().isPresent()) {
      Path folder = Files.createDirectories(Path.of("target", "cluster"));
      Files.writeString(folder.resolve(name + "-" + context.getDisplayName() + ".txt"), scene());
    }
  }

  /** Nobody waits for it here: {@code e2e/run} sees at its end that nothing of ours holds one. */
  @Override
  public void afterAll(ExtensionContext context) {
    kubectl.run("delete", "namespace", name, "--wait=false", "--ignore-not-found");
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private String scene() {
    StringBuilder scene = new StringBuilder();
    for (List<String> arguments :
        List.of(
            List.of("get", "rlaifruns,rewardjudges,jobs,pods,deployments,pvc", "-o", "wide"),
            List.of("get", "events", "--sort-by=.lastTimestamp"),
            List.of("get", "rlaifruns,rewardjudges", "-o", "yaml"),
            List.of("logs", "-l", "app.kubernetes.io/managed-by=rlaif-operator", "--tail=100"))) {
      scene.append("\n$ kubectl ").append(String.join(" ", arguments)).append("\n\n");
      Kubectl.Ended ended = kubectl.execute("", arguments.toArray(String[]::new));
      scene.append(ended.out()).append(ended.err());
    }
    return scene
        .append("\noperator\n\n")
        .append(Operator.KUBECTL.run("logs", "-l", Operator.LABEL, "--tail=200"))
        .toString();
  }
}
