package dev.rlaif.operator.trial;

import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.cluster.ApiServer;
import dev.rlaif.operator.fake.FakeCluster;
import dev.rlaif.operator.fake.Script;
import dev.rlaif.operator.kube.ClusterJson;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.process.OperatorProcess;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A cluster with an operator in it, for the tests of a class; registered after its {@link
 * ApiServer}.
 */
final class Trial implements BeforeAllCallback, AfterAllCallback {
  private static final Duration PACE = Duration.ofMillis(150);

  private final ApiServer api;
  private final Map<String, String> settings;
  private final Optional<String> place;
  private final Script script = new Script();
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private @Nullable KubernetesClient client;
  private @Nullable FakeCluster fake;
  private @Nullable OperatorProcess operator;
  private @Nullable Path folder;
  private Duration startedIn = Duration.ZERO;

  /** Each test works in its own namespace. */
  Trial(ApiServer api) {
    this(api, Map.of(), Optional.empty());
  }

  /**
   * @param settings of the operator, as environment variables
   * @param place a namespace, made here, that all tests of the class share
   */
  Trial(ApiServer api, Map<String, String> settings, Optional<String> place) {
    this.api = api;
    this.settings = Map.copyOf(settings);
    this.place = place;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "trial");
    client = client(api.kubeconfig());
    forget(client); // what classes of other packages left
    place.ifPresent(api::create);
    fake = new FakeCluster(client, script, PACE, this::comesUp);
    Rights.install(api, folder());
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (operator != null && operator.isAlive()) {
      operator.terminate();
    }
    if (fake != null) {
      fake.close();
    }
    if (client != null) {
      forget(client);
      client.close();
    }
  }

  /** A class begins with an empty cluster: no controller would collect what is left. */
  private static void forget(KubernetesClient client) {
    client.resources(RlaifRunResource.class).inAnyNamespace().delete();
    client.resources(RewardJudgeResource.class).inAnyNamespace().delete();
    client.batch().v1().jobs().inAnyNamespace().delete();
    client.apps().deployments().inAnyNamespace().delete();
    client.pods().inAnyNamespace().withGracePeriod(0).delete();
  }

  /** A client of an administrator that reads as the operator does. */
  static KubernetesClient client(Path kubeconfig) {
    var mapper = new com.fasterxml.jackson.databind.ObjectMapper();
    new ClusterJson().customize(mapper);
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
        .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
        .build();
  }

  /** Starts the operator, again after it was killed. */
  OperatorProcess start() throws IOException, InterruptedException {
    operator = another("operator.log");
    return operator;
  }

  /** One more operator beside the first. */
  OperatorProcess another(String log) throws IOException, InterruptedException {
    var started =
        OperatorProcess.start(
            folder().resolve("operator.kubeconfig"), folder().resolve(log), environment());
    startedIn = started.awaitReady();
    return started;
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>();
    all.put("POD_NAMESPACE", Rights.NAMESPACE);
    all.put("RLAIF_LEASE_NAMESPACE", Rights.NAMESPACE);
    all.put("RLAIF_PROGRESS_INTERVAL", "PT1S");
    all.putAll(settings);
    return all;
  }

  Path folder() {
    return there(folder);
  }

  /** From the start of the process that was started last until it was ready. */
  Duration startedIn() {
    return startedIn;
  }

  OperatorProcess operator() {
    return there(operator);
  }

  KubernetesClient admin() {
    return there(client);
  }

  Script script() {
    return script;
  }

  /** Pods of this Deployment will not become ready. */
  void breakDeployment(String name) {
    broken.add(namespace() + "/" + name);
  }

  /** Its pods are ready from now on. */
  void mendDeployment(String name) {
    broken.remove(namespace() + "/" + name);
    there(fake).rollOutAgain(namespace(), name);
  }

  private boolean comesUp(Deployment deployment) {
    var meta = deployment.getMetadata();
    return !broken.contains(meta.getNamespace() + "/" + meta.getName());
  }

  String namespace() {
    return place.orElseGet(api::namespace);
  }

  void apply(String... documents) throws IOException, InterruptedException {
    api.kubectlReading(
            String.join("\n---\n", documents), "--namespace=" + namespace(), "apply", "-f", "-")
        .orThrow();
  }

  /** What kubectl says of the namespace of the trial. */
  String kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--namespace=" + namespace()));
    all.addAll(List.of(arguments));
    return api.kubectl(all.toArray(String[]::new)).orThrow();
  }

  RlaifRunResource run(String name) {
    return there(
        admin().resources(RlaifRunResource.class).inNamespace(namespace()).withName(name).get());
  }

  RewardJudgeResource judge(String name) {
    return there(
        admin().resources(RewardJudgeResource.class).inNamespace(namespace()).withName(name).get());
  }

  RlaifRunResource awaitPhase(String name, RunPhase phase) throws InterruptedException {
    return await(name, run -> run.knownStatus().phase() == phase, "phase " + phase);
  }

  RlaifRunResource await(String name, Predicate<RlaifRunResource> seen, String what)
      throws InterruptedException {
    return await(() -> run(name), seen, what);
  }

  RewardJudgeResource awaitJudge(String name, Predicate<RewardJudgeResource> seen, String what)
      throws InterruptedException {
    return await(() -> judge(name), seen, what);
  }

  /** What a command prints. */
  interface Told {
    String text() throws Exception;
  }

  void awaitText(String wanted, Told told, String what) throws Exception {
    Instant end = Instant.now().plusSeconds(60);
    String last = told.text();
    while (!last.equals(wanted)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("no " + what + " within a minute: " + last);
      }
      Thread.sleep(200);
      last = told.text();
    }
  }

  private <T> T await(Supplier<T> read, Predicate<T> seen, String what)
      throws InterruptedException {
    Instant end = Instant.now().plusSeconds(60);
    while (true) {
      T now = read.get();
      if (seen.test(now)) {
        return now;
      }
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("no " + what + " within a minute: " + now);
      }
      Thread.sleep(50);
    }
  }

  private static <T> T there(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("is not there");
    }
    return value;
  }
}
