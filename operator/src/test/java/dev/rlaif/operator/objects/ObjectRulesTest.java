package dev.rlaif.operator.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every object of every case. */
class ObjectRulesTest {
  private static final String STRICT_NAME = "[a-z]([-a-z0-9]*[a-z0-9])?";

  @Test
  void nothingIsNullOrEmptyOrZero() {
    objects()
        .forEach(
            object -> {
              List<String> found = new ArrayList<>();
              blanks(Serialization.jsonMapper().valueToTree(object), "", found);
              assertThat(found).as(object.getMetadata().getName()).isEmpty();
            });
  }

  @Test
  void everythingCarriesLabelsByWhichTheOperatorFindsIt() {
    assertThat(objects())
        .allSatisfy(
            object ->
                assertThat(object.getMetadata().getLabels())
                    .containsEntry(Labels.MANAGED_BY, Labels.OPERATOR)
                    .containsAnyOf(
                        Map.entry(Labels.RUN, "vegetarian"), Map.entry(Labels.JUDGE, owner(object)))
                    .allSatisfy((name, value) -> assertThat(value).hasSizeLessThan(64)));
  }

  @Test
  void ownersControlAndBlockNothing() {
    assertThat(objects().flatMap(object -> object.getMetadata().getOwnerReferences().stream()))
        .isNotEmpty()
        .allMatch(OwnerReference::getController)
        .allMatch(reference -> reference.getBlockOwnerDeletion() == null);
  }

  @Test
  void podsAreRestricted() {
    assertThat(pods())
        .isNotEmpty()
        .allSatisfy(
            pod -> {
              assertThat(pod.getAutomountServiceAccountToken()).isFalse();
              assertThat(pod.getEnableServiceLinks()).isFalse();
              assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
              assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
              assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                  .isEqualTo("RuntimeDefault");
              assertThat(pod.getContainers())
                  .singleElement()
                  .satisfies(
                      container -> {
                        var security = container.getSecurityContext();
                        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
                        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
                        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
                        assertThat(container.getResources().getLimits()).containsKey("memory");
                        assertThat(container.getResources().getLimits()).doesNotContainKey("cpu");
                      });
            });
  }

  @Test
  void volumesAndMountsBelongTogether() {
    assertThat(pods())
        .allSatisfy(
            pod -> {
              List<VolumeMount> mounts = pod.getContainers().get(0).getVolumeMounts();
              assertThat(mounts).extracting(VolumeMount::getMountPath).doesNotHaveDuplicates();
              assertThat(mounts)
                  .extracting(VolumeMount::getName)
                  .containsOnly(
                      pod.getVolumes().stream()
                          .map(volume -> volume.getName())
                          .toArray(String[]::new));
            });
  }

  @Test
  void selectorsFindTheirPods() {
    assertThat(objects().filter(Deployment.class::isInstance).map(Deployment.class::cast))
        .isNotEmpty()
        .allSatisfy(
            deployment ->
                assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                    .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels()));
  }

  @Test
  void theSameDocumentsGiveTheSameObjects() {
    for (ObjectsCase one : ObjectsCase.all()) {
      assertThat(one.objects()).isEqualTo(one.objects());
    }
  }

  @Test
  void makingObjectsChangesNothingThatWasGiven() {
    RunContext run = ObjectsCase.named("pods").contexts().run().orElseThrow();
    String before = Serialization.asYaml(run.resource().getMetadata()) + PlanJson.write(run.plan());
    DryRun.of(new Contexts(List.of(), Optional.of(run)));
    assertThat(Serialization.asYaml(run.resource().getMetadata()) + PlanJson.write(run.plan()))
        .isEqualTo(before);
  }

  @Test
  void thePlanCanBeReadBack() {
    RunContext run = ObjectsCase.named("recipe").contexts().run().orElseThrow();
    String json = RunObjects.plan(run).getData().getOrDefault(StageDoor.PLAN_KEY, "");
    assertThat(PlanJson.read(json, RunPlan.class)).isEqualTo(run.plan());
  }

  @Test
  void namesFitWhereKubernetesWantsLabels() {
    String run = "r".repeat(52);
    String judge = "j".repeat(44);
    String hash = "sha256:" + "0123456789abcdef".repeat(4);
    Stream<String> names =
        Stream.concat(
            Stream.of(StageName.values()).map(stage -> ObjectNames.job(run, stage)),
            Stream.of(
                ObjectNames.plan(run),
                ObjectNames.workspace(run),
                ObjectNames.ranks(run),
                ObjectNames.serve(run),
                ObjectNames.job(run, StageName.TRAIN) + "-63",
                KserveService.serviceName(ObjectNames.serve(run)),
                ObjectNames.validation(judge, hash),
                ObjectNames.judgeServe(judge, hash)));
    assertThat(names).allSatisfy(name -> assertThat(name).matches(STRICT_NAME).hasSizeLessThan(64));
  }

  private static Stream<HasMetadata> objects() {
    return ObjectsCase.all().stream().flatMap(one -> one.objects().values().stream());
  }

  private static Stream<PodSpec> pods() {
    return objects()
        .flatMap(
            object ->
                object instanceof Job job
                    ? Stream.of(job.getSpec().getTemplate().getSpec())
                    : object instanceof Deployment deployment
                        ? Stream.of(deployment.getSpec().getTemplate().getSpec())
                        : Stream.empty());
  }

  private static String owner(HasMetadata object) {
    return object.getMetadata().getLabels().getOrDefault(Labels.JUDGE, "none");
  }

  /** Replicas of 0 are a person's wish; every other zero would be a value that nobody decided. */
  private static void blanks(JsonNode node, String path, List<String> found) {
    boolean blank =
        node.isNull()
            || node.isContainerNode() && node.isEmpty()
            || node.isTextual() && node.asText().isEmpty()
            || node.isNumber() && node.asLong() == 0 && !path.equals(".spec.replicas");
    boolean noRetry = path.equals(".spec.backoffLimit");
    if (blank && !noRetry) {
      found.add(path);
    }
    node.fields()
        .forEachRemaining(field -> blanks(field.getValue(), path + "." + field.getKey(), found));
    if (node.isArray()) {
      node.forEach(element -> blanks(element, path + "[]", found));
    }
  }
}
