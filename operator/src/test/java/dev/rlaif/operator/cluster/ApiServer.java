package dev.rlaif.operator.cluster;

import dev.rlaif.operator.programs.KubernetesPrograms;
import dev.rlaif.operator.programs.Output;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * A real API server for the tests of a class, with both definitions installed:
 *
 * <pre>{@code
 * @RegisterExtension static final ApiServer API = new ApiServer();
 * }</pre>
 *
 * All classes of a JVM share one server, each test has a namespace of its own with the service
 * account {@code default}. Nothing else makes service accounts here, and no garbage is collected:
 * see the package. Tests that use it do not run in parallel.
 *
 * <p>Where the programs cannot be had, the tests are reported as not run, with the reason, and
 * {@code target/not-run} says so to whoever decides whether that is acceptable.
 */
public final class ApiServer implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private static @Nullable ControlPlane shared;
  private static @Nullable String notRun;

  private final List<KubernetesClient> clients = new ArrayList<>();
  private String namespace = "";

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    namespace = "test-" + NAMESPACES.incrementAndGet();
    create(namespace);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    clients.forEach(KubernetesClient::close);
    clients.clear();
  }

  private static synchronized void start()
      throws IOException, InterruptedException, GeneralSecurityException {
    if (shared != null || notRun != null) {
      return;
    }
    KubernetesPrograms programs;
    try {
      programs = KubernetesPrograms.built("etcd", "kube-apiserver", "kubectl");
    } catch (TestAbortedException e) {
      notRun = e.getMessage();
      return;
    }
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "api-server");
    ControlPlane plane = ControlPlane.start(programs, folder);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(plane)));
    shared = plane;
  }

  private static void stop(ControlPlane plane) {
    try {
      plane.close();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the API server was not stopped", e);
    }
  }

  private static ControlPlane plane() {
    if (notRun != null) {
      throw new TestAbortedException(notRun); // in each test by itself, so that each is reported
    }
    ControlPlane plane = shared;
    if (plane == null) {
      throw new IllegalStateException("the server starts before the first test of a class");
    }
    return plane;
  }

  /** The namespace of the test that runs. */
  public String namespace() {
    return namespace;
  }

  /** Makes a namespace with its service account, which a controller would do elsewhere. */
  public void create(String name) {
    client()
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    client()
        .serviceAccounts()
        .inNamespace(name)
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("default").endMetadata().build())
        .create();
  }

  /** A client of an administrator, in the namespace of the test; shared, so not to be closed. */
  public KubernetesClient client() {
    return plane().admin().inNamespace(namespace);
  }

  /**
   * A client of somebody else, who may do what RBAC says, in the namespace of the test; closed
   * after the test.
   *
   * @param user for example {@code system:serviceaccount:rlaif:operator}
   */
  public KubernetesClient clientAs(String user, String... groups) {
    Config config = plane().config();
    config.setNamespace(namespace);
    config.setImpersonateUsername(user);
    config.setImpersonateGroups(groups);
    KubernetesClient client = ControlPlane.client(config);
    clients.add(client);
    return client;
  }

  /** Runs kubectl as an administrator, in the namespace of the test. */
  public Output kubectl(String... arguments) throws IOException, InterruptedException {
    return kubectlReading("", arguments);
  }

  /**
   * Runs kubectl as an administrator, in the namespace of the test.
   *
   * @param input what it reads with {@code -f -}
   */
  public Output kubectlReading(String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--namespace=" + namespace));
    all.addAll(List.of(arguments));
    return plane().kubectl(Optional.of(input), all.toArray(String[]::new));
  }

  /** For programs that take one; of an administrator. */
  public Path kubeconfig() {
    return plane().kubeconfig();
  }

  /** The server answers nobody for a while. */
  public void freeze(Duration away) throws IOException, InterruptedException {
    plane().freeze(away);
  }

  /** What was written, by whom. */
  public AuditLog audit() {
    return plane().audit();
  }
}
