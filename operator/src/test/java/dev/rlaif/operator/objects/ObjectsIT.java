package dev.rlaif.operator.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rlaif.operator.cluster.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesListBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server takes the objects of every case as they are. */
class ObjectsIT {
  @RegisterExtension static final ApiServer API = new ApiServer();

  static Stream<ObjectsCase> cases() {
    return ObjectsCase.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void applyingAgainChangesNothing(ObjectsCase one) throws IOException, InterruptedException {
    List<HasMetadata> objects = objects(one);
    List<String> first = apply(objects);

    assertThat(first).hasSameSizeAs(objects);
    assertThat(apply(objects(one))).filteredOn(ObjectsIT::isApplied).isSubsetOf(first);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void podsAreTakenWhereOnlyRestrictedOnesAre(ObjectsCase one) {
    KubernetesClient client = API.client();
    restrict(client);
    standBy(client);
    for (HasMetadata object : objects(one)) {
      template(object)
          .forEach(
              template ->
                  assertThatCode(() -> client.pods().resource(pod(template)).dryRun().create())
                      .as(object.getMetadata().getName())
                      .doesNotThrowAnyException());
    }
  }

  /** A claim is made once; the server counts a version when it is applied again as it is. */
  private static boolean isApplied(String version) {
    return !version.startsWith("PersistentVolumeClaim/");
  }

  /** All but those of KServe, which no server here knows. */
  private static List<HasMetadata> objects(ObjectsCase one) {
    List<HasMetadata> objects =
        one.objects().values().stream()
            .filter(object -> !(object instanceof GenericKubernetesResource))
            .toList();
    objects.forEach(object -> object.getMetadata().setNamespace(API.namespace()));
    return objects;
  }

  /** The versions of the objects after they were applied, every field of theirs being known. */
  private static List<String> apply(List<HasMetadata> objects)
      throws IOException, InterruptedException {
    String list = Serialization.asJson(new KubernetesListBuilder().withItems(objects).build());
    String versions =
        API.kubectlReading(
                list,
                "apply",
                "--server-side",
                "--validate=strict",
                "--output=jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.resourceVersion}{\"\\n\"}{end}",
                "-f",
                "-")
            .orThrow();
    return versions.lines().toList();
  }

  private static void restrict(KubernetesClient client) {
    client
        .namespaces()
        .withName(API.namespace())
        .edit(
            namespace ->
                new NamespaceBuilder(namespace)
                    .editMetadata()
                    .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                    .endMetadata()
                    .build());
  }

  /** What the case with settings of pods names. */
  private static void standBy(KubernetesClient client) {
    client
        .serviceAccounts()
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("trainer").endMetadata().build())
        .serverSideApply();
    client
        .scheduling()
        .v1()
        .priorityClasses()
        .resource(
            new PriorityClassBuilder()
                .withNewMetadata()
                .withName("batch")
                .endMetadata()
                .withValue(10)
                .build())
        .serverSideApply();
    client
        .resource(
            new RuntimeClassBuilder()
                .withNewMetadata()
                .withName("nvidia")
                .endMetadata()
                .withHandler("nvidia")
                .build())
        .serverSideApply();
  }

  private static Stream<PodTemplateSpec> template(HasMetadata object) {
    if (object instanceof Job job) {
      return Stream.of(job.getSpec().getTemplate());
    }
    return object instanceof Deployment deployment
        ? Stream.of(deployment.getSpec().getTemplate())
        : Stream.empty();
  }

  private static Pod pod(PodTemplateSpec template) {
    return new PodBuilder()
        .withMetadata(
            new ObjectMetaBuilder(template.getMetadata())
                .withName("pod")
                .withNamespace(API.namespace())
                .build())
        .withSpec(template.getSpec())
        .build();
  }
}
