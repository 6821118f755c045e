package dev.rlaif.operator.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.operator.kube.ClusterJson;
import dev.rlaif.operator.programs.KubernetesPrograms;
import dev.rlaif.operator.programs.Output;
import dev.rlaif.operator.programs.Repository;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running etcd and kube-apiserver, with both definitions installed. */
final class ControlPlane implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(2);
  private static final Duration EXPLAINED = Duration.ofMinutes(1);

  private final KubernetesPrograms programs;
  private final ServerFiles files;
  private final Daemon etcd;
  private final Daemon server;
  private final NamespacedKubernetesClient admin;

  private ControlPlane(KubernetesPrograms programs, ServerFiles files, Daemon etcd, Daemon server) {
    this.programs = programs;
    this.files = files;
    this.etcd = etcd;
    this.server = server;
    this.admin = client(config(files));
  }

  /**
   * Starts both programs, waits until they are ready, and installs the definitions as a person
   * would.
   *
   * @param folder for their files, new
   */
  static ControlPlane start(KubernetesPrograms programs, Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    ServerFiles files = ServerFiles.write(folder);
    String etcdUrl = "http://127.0.0.1:" + freePort();
    int port = freePort();
    Daemon etcd = Daemon.start(files.log("etcd"), etcd(programs, folder, etcdUrl));
    Daemon server =
        Daemon.start(files.log("kube-apiserver"), server(programs, files, etcdUrl, port));
    files.writeKubeconfig("https://127.0.0.1:" + port);
    awaitReady(files, etcd, server);
    ControlPlane plane = new ControlPlane(programs, files, etcd, server);
    plane.kubectl(Optional.empty(), "apply", "-k", Repository.crds().toString()).orThrow();
    plane
        .kubectl(Optional.empty(), "wait", "--for=condition=Established", "crd", "--all")
        .orThrow();
    for (String kind : List.of("rlaifruns", "rewardjudges")) {
      plane.awaitExplained(kind);
    }
    return plane;
  }

  /** What a definition says is published some time after it is established. */
  private void awaitExplained(String kind) throws IOException, InterruptedException {
    Instant limit = Instant.now().plus(EXPLAINED);
    while (kubectl(Optional.empty(), "explain", kind).code() != 0) {
      if (Instant.now().isAfter(limit)) {
        throw new IllegalStateException("kubectl explain " + kind + " fails for " + EXPLAINED);
      }
      Thread.sleep(250);
    }
  }

  private static List<String> etcd(KubernetesPrograms programs, Path folder, String url)
      throws IOException {
    return List.of(
        programs.path("etcd"),
        "--data-dir=" + folder.resolve("etcd"),
        "--unsafe-no-fsync", // nothing of this outlives the JVM
        "--listen-client-urls=" + url,
        "--advertise-client-urls=" + url,
        "--listen-peer-urls=http://127.0.0.1:" + freePort());
  }

  private static List<String> server(
      KubernetesPrograms programs, ServerFiles files, String etcdUrl, int port) {
    return List.of(
        programs.path("kube-apiserver"),
        "--etcd-servers=" + etcdUrl,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        "--endpoint-reconciler-type=none", // Services of the cluster cannot lead to loopback
        "--service-cluster-ip-range=10.96.0.0/16",
        "--cert-dir=" + files.certificates(),
        "--token-auth-file=" + files.tokens(),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + files.serviceAccountKey(),
        "--service-account-signing-key-file=" + files.serviceAccountKey(),
        "--authorization-mode=RBAC",
        "--audit-policy-file=" + files.auditPolicy(),
        "--audit-log-path=" + files.auditLog());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitReady(ServerFiles files, Daemon etcd, Daemon server)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(READY);
    while (!isReady(files)) {
      etcd.check();
      server.check();
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException(
            "not ready within " + READY + ", see " + files.log("kube-apiserver"));
      }
      Thread.sleep(100);
    }
  }

  private static boolean isReady(ServerFiles files) {
    if (!Files.exists(files.authority())) {
      return false;
    }
    try (KubernetesClient client = client(config(files))) {
      return "ok".equals(client.raw("/readyz"));
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  /** Settings of an administrator's client. */
  Config config() {
    return config(files);
  }

  private static Config config(ServerFiles files) {
    Config config = Config.fromKubeconfig(files.kubeconfig().toFile());
    config.setRequestRetryBackoffLimit(0);
    return config;
  }

  /** A client that reads objects as the operator does. */
  static NamespacedKubernetesClient client(Config config) {
    ObjectMapper mapper = new ObjectMapper();
    new ClusterJson().customize(mapper);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
        .build()
        .adapt(NamespacedKubernetesClient.class);
  }

  /** The client of an administrator that all tests share. */
  NamespacedKubernetesClient admin() {
    return admin;
  }

  Output kubectl(Optional<String> input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(programs.path("kubectl"));
    command.add("--kubeconfig=" + files.kubeconfig());
    command.add("--cache-dir=" + files.folder().resolve("kubectl"));
    command.addAll(List.of(arguments));
    return Output.of(command, input, Duration.ofMinutes(1));
  }

  /** The server answers nobody for a while: connections stand, nothing comes back. */
  void freeze(Duration away) throws IOException, InterruptedException {
    signal("STOP");
    try {
      Thread.sleep(away.toMillis());
    } finally {
      signal("CONT");
    }
    awaitReady(files, etcd, server);
  }

  private void signal(String name) throws IOException, InterruptedException {
    List<String> command = List.of("kill", "-" + name, Long.toString(server.program().pid()));
    Output.of(command, Optional.empty(), Duration.ofSeconds(10)).orThrow();
  }

  AuditLog audit() {
    return new AuditLog(files.auditLog());
  }

  Path kubeconfig() {
    return files.kubeconfig();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    admin.close();
    server.close();
    etcd.close();
  }
}
