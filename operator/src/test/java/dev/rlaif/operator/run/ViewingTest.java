package dev.rlaif.operator.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.kube.Beside;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewingTest {
  private static final String ON = "tracking: {viewer: true}";
  private static final String OFF = "tracking: {viewer: false}";

  private static List<String> deployments(Scene scene) {
    return names(scene, Deployment.class);
  }

  private static List<String> names(Scene scene, Class<? extends HasMetadata> kind) {
    return scene.cluster.all(kind).stream()
        .map(object -> object.getMetadata().getName())
        .filter(name -> !name.endsWith("-serve"))
        .toList();
  }

  @Test
  void nobodyLooksUnlessHeWishesTo() {
    Scene scene = Scene.at(StageName.TRAIN);

    assertThat(deployments(scene)).isEmpty();
    assertThat(scene.status().viewer()).isNull();
  }

  @Test
  void isThereFromTheStartWithTensorBoard() {
    Scene scene = Scene.started(ON);

    assertThat(deployments(scene)).containsExactlyInAnyOrder("vegetarian-view", "vegetarian-board");
    assertThat(names(scene, Service.class)).isEqualTo(deployments(scene));
    var viewer = requireNonNull(scene.status().viewer());
    assertThat(viewer.url()).isEqualTo("http://vegetarian-view.food.svc:8090/");
    assertThat(viewer.tensorboardUrl()).isEqualTo("http://vegetarian-board.food.svc:6006/");
  }

  @Test
  void thereIsNoTensorBoardWithoutEventFiles() {
    Scene scene = Scene.started("tracking: {viewer: true, tensorboard: false}");

    assertThat(deployments(scene)).containsExactly("vegetarian-view");
    assertThat(requireNonNull(scene.status().viewer()).tensorboardUrl()).isNull();
  }

  @Test
  void namesFitWhereTheRunsNameIsLong() {
    for (Beside beside : Beside.values()) {
      assertThat(ObjectNames.beside("r".repeat(52), beside)).hasSizeLessThanOrEqualTo(63);
    }
  }

  @Test
  void waitsForTheStart() {
    Scene scene = new Scene(ON).settle();

    assertThat(deployments(scene)).isEmpty();
  }

  @Test
  void comesAndGoesWithTheWishAtAnyTime() {
    Scene scene = Scene.at(StageName.TRAIN);

    assertThat(deployments(scene.edit(ON).settle())).hasSize(2);
    scene.edit(OFF).settle();

    assertThat(deployments(scene)).isEmpty();
    assertThat(names(scene, Service.class)).isEmpty();
    assertThat(scene.status().viewer()).isNull();
  }

  @Test
  void staysWhenTheRunHasFailedAndCanBeSwitchedOnAndOffThen() {
    Scene scene = Scene.at(StageName.TRAIN, ON);
    scene.job(StageName.TRAIN).fail("BackoffLimitExceeded");
    scene.settle();
    assertThat(scene.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(deployments(scene)).hasSize(2);
    assertThat(scene.status().viewer()).isNotNull();

    assertThat(deployments(scene.edit(OFF).settle())).isEmpty();
    assertThat(deployments(scene.edit(ON).settle())).hasSize(2);
  }

  @Test
  void whatBelongsToSomebodyElseStaysAsItIs() {
    Scene scene = Scene.at(StageName.TRAIN);
    Service others =
        new ServiceBuilder()
            .withNewMetadata()
            .withName("vegetarian-view")
            .withNamespace("food")
            .addToLabels("app", "other")
            .endMetadata()
            .build();
    scene.cluster.put(others);

    scene.edit(ON).settle();

    assertThat(scene.cluster.find(Service.class, "vegetarian-view")).contains(others);
    assertThat(scene.status().viewer()).isNull();
    assertThat(scene.ready()).as("the run goes on").isNotEqualTo(Reason.NAME_TAKEN);
  }
}
